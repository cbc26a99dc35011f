import { formatMs } from '../../reports/format.ts';
import type { Cluster } from '../cluster/interface.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import type { ProbedService } from '../load/agent/protocol.ts';
import { agentArgv } from '../load/agent-argv.ts';
import type { Benchmark } from './benchmark.ts';
import { figure } from './figures.ts';
import { interleaved } from './interleaved.ts';
import { openLoopback } from './loopback.ts';
import { measureProbing, type Probing } from './probing.ts';
import { withCluster } from './with-cluster.ts';

const perSeconds = [100, 500, 1000];
/** The rate and the lateness that the prober is held to. */
const targetPerSecond = 500;
const targetLateMs = 2;
/** As in the suites. */
const deadlineMs = 900;
const windowMs = 4000;
/** On loopback: RFC 6414 wants 16 flows. */
const loopbackSources = Array.from({ length: 16 }, (_, index) => `127.0.0.${101 + index}`);

type Measure = (perSecond: number) => Promise<Probing>;

/** Through the director, to a real server itself, and on loopback, where the prober has a fast kernel. */
export const benchmark: Benchmark = {
  name: 'prober',
  summary: 'the rate that the prober holds, and how late it sends, at 100, 500 and 1,000 probes per second',
  rounds: 3,
  async run(context) {
    await using loopback = await openLoopback();
    const onLoopback: Measure = (perSecond) =>
      measureProbing(
        async (onLine) =>
          loopback.run(
            'probe',
            optionsOf({ vip: '127.0.0.1', port: loopback.port, sources: loopbackSources }, perSecond),
            onLine,
          ),
        { intervalMs: 1000 / perSecond, windowMs },
      );
    return await withCluster(context, async (cluster) => {
      const places: Record<string, Measure> = {
        'through the director': inCluster(cluster, throughDirector(cluster)),
        'to a real server': inCluster(cluster, toRealServer(cluster)),
        'on loopback': onLoopback,
      };
      const contenders = Object.fromEntries(
        Object.entries(places).flatMap(([place, measure]) =>
          perSeconds.map(
            (perSecond) =>
              [
                `${perSecond}/s ${place}`,
                async () => {
                  const probing = await measure(perSecond);
                  context.log(inWords(probing));
                  return probing;
                },
              ] as const,
          ),
        ),
      );
      const samples = await interleaved(context, contenders);
      const figures = Object.entries(samples).flatMap(([what, all]) => [
        figure(
          `${what}: sent per second`,
          '',
          all.map(({ perSecond }) => Math.round(perSecond)),
        ),
        figure(
          `${what}: late, median`,
          'ms',
          all.map(({ lateMs }) => lateMs.p50),
        ),
        figure(
          `${what}: late, 99 %`,
          'ms',
          all.map(({ lateMs }) => lateMs.p99),
        ),
        figure(
          `${what}: late, worst`,
          'ms',
          all.map(({ lateMs }) => lateMs.max),
        ),
      ]);
      const medianOf = (what: string) => figures.find((one) => one.what === what)?.median ?? null;
      const notes = Object.entries(samples).flatMap(([what, all]) => {
        const times = all.reduce((sum, one) => sum + one.lost, 0);
        const troubles = [...new Set(all.flatMap((one) => one.troubles))];
        return [
          ...(times === 0 ? [] : [`${what}: ${times} requests not sent in time, or without a good answer.`]),
          ...troubles.map((trouble) => `${what}: ${trouble}.`),
        ];
      });
      return {
        figures,
        ratios: [],
        targets: Object.keys(places).flatMap((place) => {
          const what = `${targetPerSecond}/s ${place}`;
          return [
            {
              what: `${what}: sent per second`,
              unit: '',
              atLeast: targetPerSecond * 0.99,
              value: medianOf(`${what}: sent per second`),
            },
            { what: `${what}: late, 99 %`, unit: 'ms', atMost: targetLateMs, value: medianOf(`${what}: late, 99 %`) },
          ];
        }),
        notes,
      };
    });
  },
};

function inWords({ perSecond, lateMs }: Probing): string {
  return `  ${perSecond.toFixed(0)}/s sent, late ${formatMs(lateMs.p50)}, 99 % ${formatMs(lateMs.p99)}, worst ${formatMs(lateMs.max)}`;
}

function optionsOf(service: ProbedService, perSecond: number) {
  return { services: [service], intervalMs: 1000 / perSecond, deadlineMs };
}

function throughDirector(cluster: Cluster): ProbedService {
  const { client, service } = firstClient(cluster);
  return { vip: service.vip, port: service.port, sources: sourcesOf(cluster.topology, client, service) };
}

function toRealServer(cluster: Cluster): ProbedService {
  const { port, sources } = throughDirector(cluster);
  const [first] = cluster.realServers();
  return { vip: first?.realServer.address ?? '', port, sources };
}

function inCluster(cluster: Cluster, service: ProbedService): Measure {
  const { node } = firstClient(cluster);
  return (perSecond) =>
    measureProbing((onLine) => node.stream(agentArgv('probe', optionsOf(service, perSecond)), onLine), {
      intervalMs: 1000 / perSecond,
      windowMs,
    });
}
