import { expect, test } from 'vitest';
import { judgeRun } from '../../harness/checks/judge.ts';
import { check as removalTime } from '../../harness/checks/removal-time.ts';
import { check as returnTime } from '../../harness/checks/return-time.ts';
import { type HealthOptions, healthRecording } from '../../harness/measure/synthetic-health.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { removalTimeChart } from '../charts/removal-time.ts';
import { createRenderer } from '../charts/render.ts';
import { healthSection } from './health.ts';

function content(options: HealthOptions) {
  const recording = healthRecording(options);
  return { recording, judgements: judgeRun([removalTime, returnTime], recording) };
}

test('predicted stands beside measured, with the verdict', () => {
  const section = healthSection(content({ trials: [{}, { removedAfterMs: 1400 }] }), null);
  const cells = [...(section?.body.markup ?? '').matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map((match) => match[1]);
  expect(cells.slice(12, 18)).toEqual([
    'stop-httpd',
    '198.18.0.10:80',
    'TCP_CHECK',
    '0.500 .. 1.500 s',
    '1.189 [0.989 .. 1.389] s ± 11 ms',
    expect.stringContaining('pass'),
  ]);
});

test('what a checker does not see is said in a sentence', () => {
  const section = healthSection(content({ failure: 'hang', trials: [{ removedAfterMs: null }] }), null);
  expect(section?.body.markup).toContain(
    'TCP_CHECK does not see a hang: real-server-1 stayed in the table for 4.998 s',
  );
  expect(section?.body.markup).toContain('not seen');
});

test('no section and no chart for a run without failed real servers', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  expect(healthSection({ recording, judgements: [] }, null)).toBeNull();
  expect(removalTimeChart(recording)).toBeNull();
});

test('the chart tells its numbers in words, and stands in the section', async () => {
  const made = content({ trials: [{}, { removedAfterMs: null }] });
  const chart = removalTimeChart(made.recording);
  expect(chart?.alt).toMatch(
    /stop-httpd on 198\.18\.0\.10:80: 989 ms, still in after 4\.998 s \(predicted 0\.500 to 1\.500 s\)/,
  );
  if (chart === null) throw new Error('there is no chart');
  const drawing = await createRenderer()(chart);
  expect(drawing.png.length).toBeGreaterThan(1000);
  expect(healthSection(made, drawing)?.body.markup).toContain('id="chart-removal-time"');
});
