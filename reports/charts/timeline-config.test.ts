import { expect, test } from 'vitest';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import { packTimeline, unpackTimeline } from '../pack-timeline.ts';
import { sceneOf, timelineOf } from '../timeline.ts';
import type { Timeline } from '../timeline-nouns.ts';
import { palette, realServerShape } from './palette.ts';
import { dark, light, type Theme } from './theme.ts';
import { timelineConfig } from './timeline-config.ts';

const recording = syntheticRecording({ trialsPerFault: 1, faults: ['stop-keepalived'] });
const scene = sceneOf(recording.run);
const timeline = measureRun(recording).flatMap((one) => timelineOf(recording, one) ?? [])[0] as Timeline;

function seriesOf(of: Timeline, theme: Theme = light): Record<string, unknown>[] {
  return timelineConfig(of, scene, { subtitle: 's', theme }).data.datasets as unknown as Record<string, unknown>[];
}

const points = (one: Record<string, unknown>) => (one.data as unknown[]).length;

test('the colour of a request is its outcome, its shape the real server', () => {
  const answered = seriesOf(timeline).filter((one) => one.yAxisID === 'latency' && points(one) > 0);
  const late = answered.filter((one) => one.backgroundColor === palette.yellow);
  const ok = answered.filter((one) => one.backgroundColor === light.ok);
  expect(late.length + ok.length).toBe(answered.length);
  expect(late.reduce((sum, one) => sum + points(one), 0)).toBe(timeline.totals.late);
  expect(ok.reduce((sum, one) => sum + points(one), 0)).toBe(timeline.totals.ok);
  expect(ok.map((one) => one.pointStyle)).toEqual(scene.realServers.map((_, index) => realServerShape(index)));
});

test('the chart in the page is the picture’s: the same series, axes and annotations from what was packed', () => {
  const back = unpackTimeline(packTimeline(timeline, 's'));
  const shape = (of: Timeline) => seriesOf(of).map((one) => [one.yAxisID, one.label, one.pointStyle, points(one)]);
  expect(shape(back)).toEqual(shape(timeline));
  const names = (of: Timeline) => {
    const { options } = timelineConfig(of, scene, { subtitle: 's', theme: light });
    const plugins = options?.plugins as unknown as { annotation: { annotations: object } } | undefined;
    return [Object.keys(options?.scales ?? {}), Object.keys(plugins?.annotation.annotations ?? {})];
  };
  expect(names(back)).toEqual(names(timeline));
  expect(names(back)[0]).toEqual(
    expect.arrayContaining(['x', 'holder', 'adverts', 'garps', 'latency', 'lost', 'share', 'weights']),
  );
  expect(names(back)[1]).toEqual(expect.arrayContaining(['fault', 'healing', 'threshold', 'letter A']));
});

test('shares of a column add up to all of it, and to nothing where nobody answered', () => {
  const columns = timeline.answers.lost.length;
  const none = timeline.answers.byServer.map((counts) => counts.with(3, 0));
  expect(columns).toBeGreaterThan(10);
  const silent = { ...timeline, answers: { ...timeline.answers, byServer: none } };
  const shares = seriesOf(silent).filter((one) => one.yAxisID === 'share');
  expect(shares.map((one) => one.fill)).toEqual(['origin', '-1', '-1', '-1'].slice(0, shares.length));
  const top = ((shares.at(-1)?.data ?? []) as { y: number }[]).map(({ y }) => Math.round(y * 1e6) / 1e6);
  const answered = none[0]?.map((_, column) => none.some((counts) => (counts[column] ?? 0) > 0)) ?? [];
  expect(answered[3]).toBe(false);
  expect(top).toEqual([...answered, answered.at(-1)].map((some) => (some ? 100 : 0)));
});

test('on dark paper no ink is dark', () => {
  const inks = seriesOf(timeline, dark).flatMap((one) => [one.backgroundColor, one.borderColor].flat());
  expect(inks).not.toContain(palette.blue);
  expect(dark.ok).not.toBe(light.ok);
});

test('on a telephone the longest name of a row leaves room for the title of its lane', () => {
  const killed = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
  const lost = measureRun(killed).flatMap((one) => timelineOf(killed, one) ?? [])[0] as Timeline;
  const { options } = timelineConfig(lost, sceneOf(killed.run), { subtitle: 's', theme: light, narrow: true });
  const axis = options?.scales?.lost as unknown as {
    afterFit: (axis: { width: number }) => void;
    ticks: { callback: (value: number) => string; font: { size: number } };
    title: { font: { size: number } };
  };
  expect(axis.ticks.callback(0)).toBe('connect-timeout');
  const fitted = { width: 0 };
  axis.afterFit(fitted);
  // DejaVu Sans, the widest of the fonts that pages are read in: 82.3 px at a size of 10. Chart.js sets ticks 8 px long and
  // 3 px apart from names, and 4 px above and below a title, whose lines are 1.2 times its size.
  const namesPx = 8.23 * axis.ticks.font.size;
  expect(fitted.width).toBeGreaterThan(namesPx + 8 + 3 + 2 * 4 + 1.2 * axis.title.font.size);
});
