import type { Cluster, DirectorState } from '../cluster/interface.ts';
import { type IpvsService, parseIpvsTable } from '../ipvs/table.ts';
import type { Bracket, KernelMs, Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { FaultContext, Injection } from './fault.ts';
import { followFreshLogs } from './fresh-log.ts';
import { healDirectors } from './heal-director.ts';
import { actOnAll, comesTrue } from './sight.ts';

/** What keepalived logs when it has taken over a configuration that it has read again (`keepalived_main`, 2.3.3). */
const reloadedLine = /Reload complete/;

/** Reading 200 virtual services again takes below a second; a busy lab needs longer, ms. */
const reloadMs = 15_000;
/** One that is only starting loses the signal: it gets another one after this, ms. */
const sentAgainMs = 4000;
/** From the end of a reload to a table that shows it, ms. */
const tableMs = 15_000;

/** Names of all directors. */
export function directorNames({ cluster }: Pick<FaultContext, 'cluster'>): string[] {
  return cluster.directors().map(({ director }) => director.name);
}

/**
 * Gives the directors the configuration of a topology and has them read it at that instant, all at once (SIGHUP). Took
 * effect between the signal and keepalived's own word that it has been read. Throws a `DrillError` without that word.
 */
export async function reloadWith(
  cluster: Cluster,
  directors: readonly string[],
  topology: Topology,
  atMs: KernelMs,
): Promise<Injection> {
  await Promise.all(directors.map((name) => cluster.configure(name, topology)));
  const logs = await followFreshLogs(cluster, directors);
  try {
    const { earliestMs, evidence } = await sendReload(cluster, directors, atMs);
    let sentAt = performance.now();
    await waitUntil(
      `${directors.join(' and ')} said that the configuration has been read again`,
      async () => {
        const silent = directors.filter((_, index) => !logs[index]?.lines().some((line) => reloadedLine.test(line)));
        if (silent.length > 0 && performance.now() - sentAt >= sentAgainMs) {
          await sendReload(cluster, silent, 0);
          sentAt = performance.now();
        }
        return { holds: silent.length === 0, saw: `nothing of the kind from ${silent.join(', ')}` };
      },
      reloadMs,
      20,
    );
    const { atMs: latestMs } = await cluster.hand.now();
    return { earliestMs, latestMs, evidence: `${evidence}; each logged that its reload is complete` };
  } finally {
    await Promise.all(logs.map((log) => log.stop()));
  }
}

function sendReload(cluster: Cluster, directors: readonly string[], atMs: KernelMs): Promise<Injection> {
  return actOnAll(
    cluster,
    directors,
    () => ({ do: 'signal', comm: 'keepalived', signal: 'SIGHUP', which: 'parent' }),
    atMs,
  );
}

/** Reloads both, or all, directors with what a fault makes of the topology. */
export function reloadAll(
  context: FaultContext,
  change: (topology: Topology) => Topology,
  atMs: KernelMs,
): Promise<Injection> {
  return reloadWith(context.cluster, directorNames(context), change(context.cluster.topology), atMs);
}

/**
 * Brings directors back to the topology's own configuration: whole, with it as their file, and read again, since nobody
 * can tell which one they read last. Ends when their tables have the topology's services and no others. Returns from the
 * signal to read it to keepalived's word that it has.
 */
export async function healConfiguration(
  { cluster }: Pick<FaultContext, 'cluster'>,
  directors: readonly string[],
): Promise<Bracket> {
  await healDirectors({ cluster }, directors);
  const { earliestMs, latestMs } = await reloadWith(cluster, directors, cluster.topology, 0);
  await waitUntil(
    `${directors.join(' and ')} have the configured virtual services`,
    async () => {
      const wrong = (await cluster.directorStates())
        .filter(({ name }) => directors.includes(name))
        .flatMap((state) => serviceDifferences(cluster.topology, state));
      return { holds: wrong.length === 0, saw: wrong.join('; ') };
    },
    tableMs,
    50,
  );
  return { earliestMs, latestMs };
}

function serviceDifferences({ virtualServices }: Topology, { name, ipvsTable }: DirectorState): string[] {
  const there = parseIpvsTable(ipvsTable).map(placeOf);
  const wanted = virtualServices.map(({ vip, port }) => `${vip}:${port}`);
  return [
    ...wanted.filter((place) => !there.includes(place)).map((place) => `${name} lacks ${place}`),
    ...there.filter((place) => !wanted.includes(place)).map((place) => `${name} has ${place} besides`),
  ];
}

function placeOf({ address, port }: IpvsService): string {
  return `${address}:${port}`;
}

/** Waits until the tables of all directors show something, and says how far they do. A dead one will never. */
export async function confirmTables(
  { cluster }: FaultContext,
  shows: (table: IpvsService[]) => boolean,
  what: string,
  withinMs: number,
): Promise<{ confirmed: boolean; evidence: string }> {
  const dead = (await cluster.directorStates()).filter(({ alive }) => !alive);
  if (dead.length > 0) return { confirmed: false, evidence: `${dead.map(({ name }) => name).join(' and ')} is dead` };
  return comesTrue(
    async () => {
      const states = await cluster.directorStates();
      const showing = states.filter(({ alive, ipvsTable }) => alive && shows(parseIpvsTable(ipvsTable)));
      const names = showing.map(({ name }) => name).join(' and ') || 'no director';
      return { holds: showing.length === states.length, saw: `${what} in the table of ${names}` };
    },
    withinMs,
    100,
  );
}
