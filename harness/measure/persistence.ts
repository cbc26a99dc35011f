import { formatIpv4, parseIpv4 } from '../ipv4.ts';
import type {
  FaultFacts,
  KernelMs,
  Range,
  Recording,
  TrialMeasurement,
  TrialRecord,
  VirtualService,
} from '../model.ts';
import { binomialBand } from '../stats/binomial.ts';
import { largest } from '../stats/extremes.ts';
import { inOrder } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';
import { once } from '../stats/once.ts';
import { serviceKey } from './destinations.ts';
import { comesBackEmpty, switchBackMs } from './director-return.ts';
import { trialEndMs } from './instants.ts';
import { lateToleranceMs } from './predictions.ts';
import { hashesClients } from './request-share.ts';
import { syncLagMs } from './survival.ts';
import { advertsInOrder } from './takeover.ts';

/** A client, or a net of clients, that persistence treats as one, on one virtual service. */
interface Holder {
  service: VirtualService;
  /** An address, or a net with its prefix length. */
  net: string;
  answers: { at: KernelMs; realServer: string }[];
}

/** A client that was answered by another real server although nothing but persistence could decide. */
export interface Stray {
  net: string;
  from: string;
  to: string;
  /** `before` the fault, after the takeover, or after the switch back. */
  during: 'before' | 'failover' | 'reversion';
}

/** Whether clients stayed with their real servers when the director changed. */
export interface Move {
  /** Clients that were answered on both sides. */
  clients: number;
  kept: number;
  /** How many of them are predicted to be kept. */
  predicted: Range;
  /** Among those of whom it is sure: one that moved. */
  surprise: Omit<Stray, 'during'> | null;
}

/** What a trial shows of persistence. */
export interface Persistence {
  strays: Stray[];
  failover: Move;
  /** Null when the switch back was not seen. */
  reversion: Move | null;
}

/** After the first gratuitous ARP of a new master: requests under way still went to the old one, ms. */
const settleMs = 100;

/** A keepalived that is started hears the sync messages after this, ms (MEASURING 2.3e: 30 to 50 ms, laden longer). */
const startUpMs = 200;

/**
 * Persistence in one trial. Null when no virtual service has it, or the trial has no window or no takeover.
 *
 * The template of a client is sent to the backup with every packet of its connections, whatever sync_threshold says
 * (`ip_vs_sync_conn`, `ip_vs_sync_conn_needed`). So with the sync daemon a client keeps its real server over the takeover
 * if it was answered long enough before; and over the switch back if the old master kept its table, or heard of the
 * client between its start and its taking over. Without, the new director chooses afresh, and the old one goes on with
 * what it knows.
 */
export function persistenceOf(
  recording: Recording,
  facts: FaultFacts,
  trial: TrialRecord,
  measurement: Pick<TrialMeasurement, 'firstAdvertNewMs' | 'firstGarpMs'>,
): Persistence | null {
  const { effective, healStartedAtMs, steadyAtMs, restored } = trial;
  const { firstAdvertNewMs, firstGarpMs } = measurement;
  const holders = holdersOf(recording);
  if (holders === null || effective === null || healStartedAtMs === null || firstAdvertNewMs === null) return null;
  const backMs = switchBackMs(recording, trial);
  const before: Interval = { fromMs: steadyAtMs ?? effective.earliestMs, toMs: effective.earliestMs };
  const failover: Interval = { fromMs: (firstGarpMs ?? firstAdvertNewMs) + settleMs, toMs: healStartedAtMs };
  const reversion: Interval | null =
    backMs === null ? null : { fromMs: ownedFromMs(recording, backMs), toMs: trialEndMs(recording, trial) };

  const sync = recording.run.topology.syncDaemon === true;
  const lastSentMs = (facts.dataPath === 'none' ? firstAdvertNewMs : effective.earliestMs) - syncLagMs.high;
  const told = (one: Holder, fromMs: KernelMs, toMs: KernelMs) =>
    sync && one.answers.some(({ at }) => at >= fromMs && at <= toMs);
  const toldBackup = (one: Holder) => told(one, settledSinceMs(recording, trial), lastSentMs);
  const empty = comesBackEmpty(recording, facts, trial);
  const heardFromMs = restored === null ? Number.POSITIVE_INFINITY : restored.latestMs + startUpMs;
  const toldOldMaster = (one: Holder) => told(one, heardFromMs, (backMs ?? 0) - syncLagMs.high);
  const phases: [Stray['during'], Interval | null][] = [
    ['before', before],
    ['failover', failover],
    ['reversion', reversion],
  ];
  return {
    strays: phases.flatMap(([during, phase]) =>
      phase === null ? [] : holders.flatMap((one) => straysOf(one, phase).map((stray) => ({ ...stray, during }))),
    ),
    failover: moveOf(holders, before, failover, recording, toldBackup),
    // An old master with its table returns its clients to where they were before the fault.
    reversion:
      reversion === null
        ? null
        : moveOf(
            holders,
            before,
            reversion,
            recording,
            empty ? (one) => toldBackup(one) && toldOldMaster(one) : () => true,
          ),
  };
}

/** Null when no virtual service has persistence. */
const holdersOf = once((recording: Recording): readonly Holder[] | null => {
  const services = recording.run.topology.virtualServices.filter((one) => one.persistenceTimeoutMs !== undefined);
  if (services.length === 0) return null;
  const holders = new Map<string, Holder>();
  for (const { at, value } of inOrder(recording.series('request'))) {
    const service = services.find((one) => serviceKey(one) === value.service);
    if (service === undefined || value.outcome !== 'ok' || value.realServer === null) continue;
    const net = netOf(value.source, service.persistencePrefixLength ?? 32);
    const key = `${value.service} ${net}`;
    const holder = holders.get(key) ?? { service, net, answers: [] };
    holder.answers.push({ at, realServer: value.realServer });
    holders.set(key, holder);
  }
  return [...holders.values()];
});

/** The net of that prefix length (0..32) that an address is in; the address itself with 32, or when it is none. */
export function netOf(address: string, prefixLength: number): string {
  const parsed = parseIpv4(address);
  if (parsed === null || prefixLength >= 32) return address;
  const size = 2 ** (32 - prefixLength);
  return `${formatIpv4(Math.floor(parsed / size) * size)}/${prefixLength}`;
}

/** Neighbouring answers of different real servers, unless the client had been silent for the whole timeout. */
function straysOf({ net, answers, service }: Holder, phase: Interval): Omit<Stray, 'during'>[] {
  const own = within(answers, phase);
  return own.slice(1).flatMap((one, index) => {
    const previous = own[index];
    if (previous === undefined || previous.realServer === one.realServer) return [];
    const silentMs = one.at - previous.at;
    if (silentMs >= (service.persistenceTimeoutMs ?? 0)) return [];
    return [{ net, from: previous.realServer, to: one.realServer }];
  });
}

function moveOf(
  holders: readonly Holder[],
  before: Interval,
  after: Interval,
  recording: Recording,
  isSure: (holder: Holder) => boolean,
): Move {
  const seen = holders.flatMap((holder) => {
    const from = within(holder.answers, before).at(-1)?.realServer;
    const to = within(holder.answers, after)[0]?.realServer;
    if (from === undefined || to === undefined) return [];
    return [{ net: holder.net, from, to, service: holder.service, sure: isSure(holder) || hashes(holder.service) }];
  });
  const open = seen.filter(({ sure }) => !sure);
  const chance = chanceOf(
    open.map(({ service }) => service),
    recording.run.topology.realServers.length,
  );
  const surprise = seen.find(({ sure, from, to }) => sure && from !== to);
  return {
    clients: seen.length,
    kept: seen.filter(({ from, to }) => from === to).length,
    predicted: { low: seen.length - open.length + chance.low, high: seen.length - open.length + chance.high },
    surprise: surprise === undefined ? null : { net: surprise.net, from: surprise.from, to: surprise.to },
  };
}

/**
 * How many keep their real server when the choice is made afresh. Only the choices of `twos` are independent of each
 * other. Round robin and its like go by the order in which clients come: one that comes a place later moves all of those
 * behind it, so that all or none may be kept, although it is one of so many servers on the average.
 */
function chanceOf(services: readonly VirtualService[], realServers: number): Range {
  const random = services.filter(({ scheduler }) => scheduler === 'twos').length;
  const { low, high } = binomialBand(random, 1 / Math.max(1, realServers));
  return { low, high: high + services.length - random };
}

/** With a net for a client, the first of its members to come decides. */
function hashes(service: VirtualService): boolean {
  return hashesClients(service) && (service.persistencePrefixLength ?? 32) === 32;
}

/** From the end of the trial before: since then the same director has been master. */
function settledSinceMs({ run }: Recording, trial: TrialRecord): KernelMs {
  const ends = run.trials.filter(({ index }) => index < trial.index).map(({ endedAtMs }) => endedAtMs ?? 0);
  return largest(ends);
}

/** When the master whose first advert that was owned the clients. */
function ownedFromMs(recording: Recording, advertMs: KernelMs): KernelMs {
  const mac = advertsInOrder(recording).find(({ at }) => at === advertMs)?.value.sourceMac;
  const garps = recording.series('garp').filter(({ at, value }) => at >= advertMs && value.mac === mac);
  const firstMs = garps.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  return (firstMs <= advertMs + lateToleranceMs ? firstMs : advertMs) + settleMs;
}

function within<T extends { at: KernelMs }>(all: readonly T[], { fromMs, toMs }: Interval): T[] {
  return all.filter(({ at }) => at >= fromMs && at < toMs);
}
