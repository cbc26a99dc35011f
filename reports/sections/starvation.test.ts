import { expect, test } from 'vitest';
import { adverts, every, holds, quietFault, scripted, trialAt } from '../../harness/measure/scripted-run.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { createRenderer } from '../charts/render.ts';
import { silenceChart } from '../charts/silence.ts';
import { starvationSection } from './starvation.ts';

/** A pause that nobody noticed, and one that was too long. */
const recording = scripted({
  faults: [quietFault('stall-director', { level: { unit: 'ms', default: 3000 } })],
  trials: [
    trialAt('stall-director', { level: 2000 }),
    trialAt('stall-director', {
      index: 2,
      level: 3600,
      steadyAtMs: 28_000,
      effective: { earliestMs: 30_500, latestMs: 30_501 },
      healStartedAtMs: 36_200,
      endedAtMs: 38_000,
    }),
  ],
  observations: [
    ...adverts(1, [...every(1000, 5000, 10_000), ...every(1000, 12_502, 29_502), 30_000, 34_101, 35_101, 36_101]),
    ...adverts(2, [33_649]),
    holds(1, 1000, true),
  ],
});

test('each trial with its silence, and the rhythm of the adverts', () => {
  const markup = starvationSection({ recording, trials: [] }, null)?.body.markup ?? '';
  expect(markup).toContain('director-2 took over');
  expect(markup).toContain('without vrrp_rt_priority');
  expect(markup).toMatch(/2\.000 s<\/td><td class="number">500 ms<\/td><td class="number">2\.500 s/);
  expect(markup).toMatch(/without a fault<\/th><td>director-1<\/td>/);
});

test('the chart tells its numbers in words, and stands in the section', async () => {
  const chart = silenceChart(recording);
  expect(chart?.alt).toContain('1 stall-director 2.000 s: 2.500 s of silence, no takeover');
  expect(chart?.alt).toContain('2 stall-director 3.600 s: 4.100 s of silence, director-2 took over');
  if (chart === null) throw new Error('there is no chart');
  const drawing = await createRenderer()(chart);
  expect(drawing.png.length).toBeGreaterThan(1000);
  expect(starvationSection({ recording, trials: [] }, drawing)?.body.markup).toContain('id="chart-silence"');
});

test('no section and no chart without such faults', () => {
  const other = syntheticRecording({ trialsPerFault: 1 });
  expect(starvationSection({ recording: other, trials: [] }, null)).toBeNull();
  expect(silenceChart(other)).toBeNull();
});
