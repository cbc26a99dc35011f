import { expect, test } from 'vitest';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import { withinBudget } from './budget.ts';
import { draw, drawingsOf } from './draw.ts';
import { page } from './page.ts';
import { judgeAgain } from './write-report.ts';

const checks = ['failover-time'];
const recording = syntheticRecording({
  trialsPerFault: 3,
  faults: ['kill-director', 'kill-keepalived'],
  run: { checks },
});
const content = await draw(await judgeAgain(recording));
const inline = (markup: string) => markup.match(/<img /g)?.length ?? 0;

test('with room enough everything is in the page', () => {
  expect(inline(page(withinBudget(content)))).toBe(drawingsOf(content).length);
});

test('what has no room is linked, with what it shows in words; the charts of the run and the first trials are kept', () => {
  const ofRun = drawingsOf(content).filter(({ name }) => !name.startsWith('timeline-'));
  const bytes = (drawings: typeof ofRun) =>
    drawings.reduce((sum, { png, alt }) => sum + Math.ceil(png.length / 3) * 4 + alt.length, 0);
  const largest = Math.max(...content.trials.map(({ drawing }) => (drawing === null ? 0 : bytes([drawing]))));
  const fitted = withinBudget(content, bytes(ofRun) + 2 * largest);
  const kept = fitted.trials
    .filter(({ drawing }) => drawing?.linked !== true)
    .map(({ measurement }) => measurement.index);
  expect(kept).toEqual([0, 3]);
  const text = page(fitted);
  expect(inline(text)).toBe(ofRun.length + 2);
  const left = drawingsOf(fitted).filter(({ linked }) => linked);
  expect(left).toHaveLength(4);
  for (const { name } of left) expect(text).toContain(`the picture is in <a href="charts/${name}.png">`);
});

test('the picture itself is drawn all the same', () => {
  expect(drawingsOf(withinBudget(content, 0)).map(({ png }) => png)).toEqual(drawingsOf(content).map(({ png }) => png));
});
