import type { Cluster } from '../cluster/interface.ts';
import { DrillError, messageOf } from '../errors.ts';
import { type ConnectionCounts, parseConnectionCounts, statsArgv } from '../ipvs/connection-counts.ts';
import { serversOf } from '../ipvs/services.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { BalanceTrial, Run, VirtualService } from '../model.ts';
import { kernelNow, waitUntilKernel } from './steady.ts';

/**
 * IPVS adds a destination's counters up in its estimator, every 2 s: just after a burst they read 0, 3 s later they are
 * right (MEASURING 4.3, `ip_vs_est.c`), ms.
 */
const estimatorMs = 3000;

/** httpd's access log, as its `LogFormat` has it (harness/cluster/images/httpd/httpd.conf): who was asked comes third. */
const accessLog = '/var/log/apache2/access.log';
/** Counted where it lies: with many requests the log is longer than what a command may print. */
const countAsked = '{ asked[$3] += 1 } END { for (address in asked) print address, asked[address] }';

/**
 * Two counts beside the client's own of every trial: connections that IPVS scheduled to each real server, of the director
 * that served the trial, and requests that each httpd logged. Each service was asked in one trial only, so that whole
 * counters are the trial's; of several trials of one service neither is told. A count that cannot be read stays null;
 * returns in words why.
 */
export async function readCounts(
  cluster: Cluster,
  run: Pick<Run, 'balanceTrials' | 'topology'>,
  directors: ReadonlyMap<number, string>,
  signal: AbortSignal,
): Promise<string[]> {
  const trials = run.balanceTrials ?? [];
  await waitUntilKernel({ cluster, signal }, (await kernelNow(cluster)) + estimatorMs);
  const troubles: string[] = [];
  const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read();
    } catch (error) {
      troubles.push(`${what} could not be read: ${messageOf(error)}`);
      return null;
    }
  };
  const kernels = new Map<string, ConnectionCounts | null>();
  for (const director of new Set(directors.values())) {
    const read = async () => parseConnectionCounts((await cluster.node(director).exec(statsArgv)).stdout);
    kernels.set(director, await attempt(`the counters of ${director}`, read));
  }
  const logs = new Map<string, ReadonlyMap<string, number> | null>();
  for (const { realServer, node } of cluster.realServers()) {
    const read = async () => parseLogCounts((await node.exec(['awk', countAsked, accessLog])).stdout);
    logs.set(realServer.name, await attempt(`the access log of ${realServer.name}`, read));
  }
  for (const trial of trials) {
    const service = run.topology.virtualServices.find((one) => serviceKey(one) === trial.service);
    const repeated = trials.filter((one) => one.service === trial.service).length > 1;
    if (service === undefined || repeated) continue;
    const director = directors.get(trial.index);
    const kernel = director === undefined ? undefined : kernels.get(director)?.get(trial.service);
    trial.kernelConnections = kernel === undefined ? null : kernelCounts(service, run, kernel);
    trial.loggedRequests = logCounts(service, run, logs);
  }
  return troubles;
}

/** Of every real server of the service, and of whatever else was in its list. */
function kernelCounts(
  service: VirtualService,
  { topology }: Pick<Run, 'topology'>,
  counts: ReadonlyMap<string, number>,
): NonNullable<BalanceTrial['kernelConnections']> {
  const named = [...counts].map(([address, connections]): [string, number] => [
    topology.realServers.find((one) => one.address === address)?.name ?? address,
    connections,
  ]);
  return Object.fromEntries([...serversOf(service, topology).map(({ name }): [string, number] => [name, 0]), ...named]);
}

/**
 * Null when one of the logs is not known, or does not tell this service from others: under NAT httpd is asked at its own
 * address.
 */
function logCounts(
  service: VirtualService,
  { topology }: Pick<Run, 'topology'>,
  logs: ReadonlyMap<string, ReadonlyMap<string, number> | null>,
): BalanceTrial['loggedRequests'] {
  const nat = service.forwardingMethod === 'NAT';
  const alike = topology.virtualServices.filter((one) => one.forwardingMethod === 'NAT' && one.port === service.port);
  if (nat && alike.length > 1) return null;
  const counts: [string, number][] = [];
  for (const { name, address } of topology.realServers) {
    const log = logs.get(name) ?? null;
    if (log === null) return null;
    const asked = log.get(nat ? `${address}:${service.port}` : serviceKey(service)) ?? 0;
    if (asked > 0 || serversOf(service, topology).some((server) => server.name === name)) counts.push([name, asked]);
  }
  return Object.fromEntries(counts);
}

/** Lines of an address and how often it was asked, as `countAsked` prints them. Throws a `DrillError` at another one. */
export function parseLogCounts(text: string): ReadonlyMap<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, number] => {
        const [, asked = '', count] = /^(\S*) (\d{1,15})$/.exec(line) ?? [];
        if (count === undefined) throw new DrillError(`awk printed a line of unknown form: '${line}'.`);
        return [asked, Number(count)];
      }),
  );
}
