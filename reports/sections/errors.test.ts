import { expect, test } from 'vitest';
import { type SyntheticOptions, syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import { errorsSection } from './errors.ts';

function markupOf(options: SyntheticOptions): string {
  const recording = syntheticRecording({ trialsPerFault: 1, ...options });
  const trials = measureRun(recording).map((measurement) => ({
    measurement,
    timeline: null,
    drawing: null,
    chart: null,
  }));
  return errorsSection({ recording, trials }).body.markup;
}

test('each class and stage has its count, share, faults, real servers and an example', () => {
  const [row = ''] =
    markupOf({ faults: ['kill-director'] }).match(/<tr class="noted">.*<\/tr>\n<tr class="note">.*<\/tr>/) ?? [];
  const cells = [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map((match) => match[1]);
  expect(cells.slice(0, 2)).toEqual(['connect-timeout', 'under the fault']);
  expect(cells[3]).toMatch(/^6\d\.\d %$/);
  expect(cells[4]).toBe(`kill-director ${cells[2]}`);
  expect(cells[5]).toBe(`nobody ${cells[2]}`);
  expect(cells[6]).toMatch(
    /The first: trial 0, due .* ms (before|after) the fault, from 198\.18\.0\.\d+ to 198\.18\.0\.10:80, over after 1\.000 s/,
  );
});

test('who answered late is told', () => {
  expect(markupOf({ faults: ['stop-keepalived'] })).toMatch(
    />late<.*>real-server-\d \d+, real-server-\d \d+, real-server-\d \d+</,
  );
});

test('without any error that is said, and without any trial too', () => {
  expect(markupOf({ faults: ['kill-keepalived'] })).toContain('No request was lost or late');
  expect(markupOf({ faults: [] })).toBe('<p>No trial was recorded.</p>');
});

test('where no request was recorded, none is said to have been answered', () => {
  const recording = { ...syntheticRecording({ trialsPerFault: 1 }), series: () => [] };
  const trials = measureRun(recording).map((measurement) => ({
    measurement,
    timeline: null,
    drawing: null,
    chart: null,
  }));
  const { markup } = errorsSection({ recording, trials }).body;
  expect(markup).toContain('No request was recorded.');
  expect(markup).not.toContain('lost or late, in no trial');
});
