import { firstClient } from '../first-client.ts';
import { startLoadDriver } from '../load/load-driver.ts';
import type { Benchmark } from './benchmark.ts';
import { answersPerSecond, connections, loadTargets } from './driving.ts';
import { figure, ratio } from './figures.ts';
import { interleaved } from './interleaved.ts';
import { withCluster } from './with-cluster.ts';
import { runWrk } from './wrk.ts';

const durationS = 4;

/** In the lab both share the only processor with what they load: the ratio tells what the generator itself takes. */
export const benchmark: Benchmark = {
  name: 'load-generator',
  summary: 'autocannon against wrk, in the same container and run: answers per second on kept connections',
  rounds: 5,
  run: (context) =>
    withCluster(context, async (cluster) => {
      const { node } = firstClient(cluster);
      const { director, realServer } = loadTargets(cluster);
      const driver = await startLoadDriver(node);
      try {
        const cannon = (target: typeof director) => () => answersPerSecond(cluster, driver, target, durationS * 1000);
        const wrk =
          ({ address, port }: typeof director) =>
          () =>
            runWrk(node, { url: `http://${address}:${port}/`, connections, durationS });
        const samples = await interleaved(
          context,
          {
            'autocannon to a real server': cannon(realServer),
            'wrk to a real server': wrk(realServer),
            'autocannon through the director': cannon(director),
            'wrk through the director': wrk(director),
          },
          { warmUp: true },
        );
        const direct = figure('autocannon to a real server', 'answers/s', samples['autocannon to a real server']);
        const directWrk = figure('wrk to a real server', 'answers/s', samples['wrk to a real server']);
        const through = figure(
          'autocannon through the director',
          'answers/s',
          samples['autocannon through the director'],
        );
        const throughWrk = figure('wrk through the director', 'answers/s', samples['wrk through the director']);
        return {
          figures: [direct, directWrk, through, throughWrk],
          ratios: [
            ratio('autocannon by wrk, to a real server', direct, directWrk),
            ratio('autocannon by wrk, through the director', through, throughWrk),
          ],
          targets: [],
          notes: [`${connections} connections, ${durationS} s each; one thread of wrk.`],
        };
      } finally {
        await driver.end();
      }
    }),
};
