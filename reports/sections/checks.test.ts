import { expect, test } from 'vitest';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Judgement, Verdict } from '../../harness/model.ts';
import { checksSection } from './checks.ts';

const recording = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });

function judgement(subject: string, verdict: Verdict, check = 'failover-time'): Judgement {
  const measured = { median: 250, min: 200, max: 300, trials: 3 };
  const limit = { low: 0, high: 400 };
  return {
    check,
    subject,
    verdict,
    headline: `About ${subject}.`,
    unit: 'ms',
    measured,
    predicted: null,
    bound: 5,
    limit,
  };
}

function markupOf(judgements: Judgement[]): string {
  return checksSection({ recording, judgements }).body.markup;
}

function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/<tr class="noted (\w+)"><th scope="row">[^<]+<small>([^<]+)<\/small></g)].map(
    (match) => `${match[1]} ${match[2]}`,
  );
}

test('what failed comes first, then what is unknown, in the order in which it was judged', () => {
  const markup = markupOf([
    judgement('a', 'pass'),
    judgement('b', 'unknown'),
    judgement('c', 'fail'),
    judgement('d', 'fail'),
    judgement('e', 'pass'),
  ]);
  expect(rowsOf(markup)).toEqual(['fail c', 'fail d', 'unknown b', 'pass a', 'pass e']);
  expect(markup).not.toContain('<fieldset');
});

test('measured, bound, limit and what is left of it stand side by side', () => {
  const cells = [...markupOf([judgement('a', 'pass')]).matchAll(/<td class="number">(.*?)<\/td>/g)].map(
    (one) => one[1],
  );
  expect(cells).toEqual(['250 ms <small>[200 .. 300]</small>', '–', '± 5 ms', '0 .. 400 ms', '100 ms (25 %)']);
});

test('many can be filtered by verdict without a script', () => {
  const markup = markupOf([
    ...Array.from({ length: 12 }, (_, index) => judgement(`s${index}`, 'pass')),
    judgement('bad', 'fail'),
  ]);
  const choices = [...markup.matchAll(/<label><input type="radio"[^>]* value="(\w+)"( checked)?> ([^<]+)</g)];
  expect(choices.map(([, value, checked, words]) => [value, checked !== undefined, words])).toEqual([
    ['all', true, 'all 13'],
    ['fail', false, '✗ fail (1)'],
    ['pass', false, '✓ pass (12)'],
  ]);
});

test('more than twenty of a check that passed are folded away; one that failed never is', () => {
  const markup = markupOf([
    ...Array.from({ length: 21 }, (_, index) => judgement(`s${index}`, 'pass', 'balance-share')),
    judgement('bad', 'fail', 'balance-share'),
    judgement('other', 'pass'),
  ]);
  const [open = '', folded = ''] = markup.split('<details>');
  expect(rowsOf(open)).toEqual(['fail bad', 'pass other']);
  expect(rowsOf(folded)).toHaveLength(21);
  expect(folded).toContain(
    '21 subjects of <b>balance-share</b>; closest to its limit: s0, 100 ms (25 %) left</summary>',
  );
});

test('a threshold is told by its source text, as data', () => {
  const markup = markupOf([judgement('failoverMs{<b>}.p95<3700', 'fail', 'threshold')]);
  expect(markup).toContain('failoverMs{&lt;b&gt;}.p95&lt;3700');
});
