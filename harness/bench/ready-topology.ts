import { topology } from '../../topologies/dr-pair.ts';
import type { RunningCluster } from '../cluster/assemble.ts';
import { waitReady } from '../cluster/readiness.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { newRunId } from '../run/new-run.ts';
import type { Benchmark } from './benchmark.ts';
import { figure, ratio } from './figures.ts';
import { interleaved } from './interleaved.ts';
import { startPlainly } from './plain-sequence.ts';

const targetRatio = 2;

/** When containers run, and when the cluster serves, after the start was asked for, ms. */
interface Readiness {
  startedMs: number;
  readyMs: number;
}

/** Both are asked in the same way whether they serve; taking the cluster down is not counted. */
export const benchmark: Benchmark = {
  name: 'ready-topology',
  summary: 'from the call until a director pair serves, against the same containers started one after the other',
  rounds: 5,
  async run(context) {
    const { engine, images } = await context.engine();
    const { signal } = context;
    const measured = (start: typeof startCluster) => async (): Promise<Readiness> => {
      const beganMs = performance.now();
      await using cluster: RunningCluster = await start(engine.docker, images, topology, { runId: newRunId() });
      const startedMs = performance.now() - beganMs;
      await waitReady(cluster, { signal });
      return { startedMs, readyMs: performance.now() - beganMs };
    };
    const { ours, plain } = await interleaved(
      context,
      { ours: measured(startCluster), plain: measured(startPlainly) },
      { warmUp: true },
    );
    const figureOf = (what: string, samples: Readiness[], of: keyof Readiness) =>
      figure(
        what,
        'ms',
        samples.map((one) => one[of]),
      );
    const oursReady = figureOf('startCluster: it serves', ours, 'readyMs');
    const plainReady = figureOf('one docker run after the other: it serves', plain, 'readyMs');
    const faster = ratio('one after the other by startCluster', plainReady, oursReady);
    return {
      figures: [
        figureOf('startCluster: all containers run', ours, 'startedMs'),
        oursReady,
        figureOf('one docker run after the other: all run', plain, 'startedMs'),
        plainReady,
      ],
      ratios: [faster],
      targets: [{ what: 'ready so many times as fast', unit: 'times', atLeast: targetRatio, value: faster.ofMedians }],
      notes: [],
    };
  },
};
