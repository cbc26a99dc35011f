import type { Cluster } from '../cluster/interface.ts';
import { firstClient } from '../first-client.ts';
import { startLoadDriver } from '../load/load-driver.ts';
import type { ProbeSettings } from '../model.ts';
import type { Probe } from '../probes/probe.ts';
import { clusterProbes, requestProbes } from '../probes/standard-probes.ts';
import { type Observers, startObservers } from '../run/observers.ts';
import type { Benchmark } from './benchmark.ts';
import { answersPerSecond, loadTargets } from './driving.ts';
import { figure, ratio } from './figures.ts';
import { interleaved } from './interleaved.ts';
import { withCluster } from './with-cluster.ts';

const windowMs = 4000;
/** What all observers together may cost. */
const costLimitPercent = 3;
/** As in most suites. */
const settings: ProbeSettings = { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 16 };

/** Observers look on; the prober and the long-lived connections are load themselves, and are shown apart. */
export const benchmark: Benchmark = {
  name: 'probe-cost',
  summary: 'what the probes of a run take from its throughput: autocannon on kept connections, probes off and on',
  rounds: 5,
  run: (context) =>
    withCluster(context, async (cluster) => {
      const driver = await startLoadDriver(firstClient(cluster).node);
      const { director } = loadTargets(cluster);
      const measuredWith = (probes: () => Probe[][]) => async (): Promise<number> => {
        const started = await startAll(cluster, probes());
        try {
          return await answersPerSecond(cluster, driver, director, windowMs);
        } finally {
          for (const one of started) await one.stop();
        }
      };
      try {
        const samples = await interleaved(
          context,
          {
            off: measuredWith(() => []),
            observers: measuredWith(clusterProbes),
            everything: measuredWith(() => [...clusterProbes(), requestProbes(settings, {}).probes]),
          },
          { warmUp: true },
        );
        const without = figure('answers/s, all off', '', samples.off);
        const watched = figure('answers/s, all observers', '', samples.observers);
        const all = figure('answers/s, all observers and the prober', '', samples.everything);
        const kept = ratio('all observers by all off', watched, without);
        return {
          figures: [without, watched, all],
          ratios: [kept, ratio('all observers and the prober by all off', all, without)],
          targets: [
            {
              what: 'what all observers take',
              unit: '%',
              atMost: costLimitPercent,
              value: (1 - kept.ofMedians) * 100,
            },
          ],
          notes: [`The prober asks every ${settings.intervalMs} ms, and ${settings.connections} connections are held.`],
        };
      } finally {
        await driver.end();
      }
    }),
};

/** Starts probes in their stages. What they see is thrown away: writing it down is work of this machine, not of the engine. */
async function startAll(cluster: Cluster, stages: readonly Probe[][]): Promise<Observers[]> {
  const started: Observers[] = [];
  for (const stage of stages) started.push(await startObservers(stage, { cluster, record: () => {} }));
  return started;
}
