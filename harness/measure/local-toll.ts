import { askedServices, serversOf } from '../ipvs/services.ts';
import { localServerOf } from '../local-node.ts';
import type { Director, KernelMs, Observation, Recording, TrialRecord, VirtualService } from '../model.ts';
import { isImpaired } from '../stats/outage-window.ts';
import { expectedSuccessor } from './predictions.ts';
import { boundOf, byTurns, partOf, takesTurns, turnsTakenByConnections } from './request-share.ts';
import { certainlyBetween, requestsSentIn } from './service-requests.ts';
import { takeoverIn } from './takeover.ts';
import { factsOf } from './vrrp-faults.ts';

/** What requests pay for a director that goes on forwarding beside its successor while it is a real server too. */
export interface LocalToll {
  requests: number;
  lost: number;
  /** Answered, but late. */
  late: number;
  predictedLost: number;
  /** Of `lost` against that, plus or minus. */
  boundRequests: number;
  why: string;
}

/** A part of the fault's window, and the share of the requests in it that must be lost. */
interface Phase {
  fromMs: KernelMs;
  toMs: KernelMs;
  share: number;
}

/**
 * Null where the fault takes the old master's kernel out of the way, or none of its host's parts is a real server, or the
 * real servers of a service do not take turns. Two things lose requests there, each its share of those that the MASTER
 * sends to the other director's httpd: that director's IPVS, no BACKUP's, schedules them again, and what it sends back to
 * the MASTER goes in a circle until its time to live is over (`ip_vs_in_hook`, `decrement_ttl` in ip_vs_xmit.c); and an
 * httpd that is frozen with its host answers nothing.
 */
export function localTollOf(recording: Recording, trial: TrialRecord): LocalToll | null {
  const { run } = recording;
  const facts = factsOf(run, trial);
  const { effective, healStartedAtMs } = trial;
  const old = run.topology.directors.find(({ name }) => name === trial.target);
  if (facts?.detection !== 'silent' || facts.dataPath !== 'none' || effective === null || healStartedAtMs === null) {
    return null;
  }
  const successor = old === undefined ? null : expectedSuccessor(run.topology, old.name);
  if (old === undefined || successor === null || localServerOf(run.topology, old.name) === undefined) return null;
  const services = askedServices(run.topology);
  const { firstAdvertNewMs } = takeoverIn(recording, trial, { fromMs: effective.earliestMs, toMs: healStartedAtMs });
  if (firstAdvertNewMs === null || !services.every(takesTurns)) return null;

  const frozen = recording
    .series('node-state')
    .some(
      ({ at, node, value }) =>
        node === old.name && value.state === 'frozen' && at >= effective.earliestMs && at < healStartedAtMs,
    );
  // What is sent just before healing begins may be answered by the healed director in time.
  const closing = exactly(healStartedAtMs - run.probe.delayThresholdMs);
  const sums = { requests: 0, lost: 0, late: 0, predictedLost: 0, boundRequests: 0 };
  for (const service of services) {
    const own = partOn(recording, service, old);
    const back = partOn(recording, service, successor);
    const hangs = frozen ? own : 0;
    const phases: Phase[] = [
      { ...certainlyBetween(effective, exactly(firstAdvertNewMs)), share: hangs },
      { ...certainlyBetween(exactly(firstAdvertNewMs + switchMs), closing), share: own * (back + hangs) },
    ];
    for (const phase of phases) {
      const requests = requestsSentIn(recording, service, phase);
      const predicted = byTurns(phase.share, service);
      const others = turnsTakenByConnections(recording, service, phase);
      sums.requests += requests.length;
      sums.lost += requests.filter(isLost).length;
      sums.late += requests.filter((one) => !isLost(one) && isImpaired(one.value, run.probe)).length;
      sums.predictedLost += requests.length * phase.share;
      sums.boundRequests += requests.length * boundOf(predicted, requests.length, others);
    }
  }
  return {
    ...sums,
    why: whyOf(old.name, successor, frozen, localServerOf(run.topology, successor.name) !== undefined),
  };
}

/** The VIP and its announcement follow the first advert within so long, ms (MEASURING 2.3a). */
const switchMs = 20;

function partOn({ run }: Recording, service: VirtualService, { name }: Director): number {
  const server = localServerOf(run.topology, name);
  return server === undefined ? 0 : (partOf(service, serversOf(service, run.topology), [server.name]) ?? 0);
}

function isLost({ value }: Observation<'request'>): boolean {
  return value.outcome !== 'ok';
}

function exactly(atMs: KernelMs): { earliestMs: KernelMs; latestMs: KernelMs } {
  return { earliestMs: atMs, latestMs: atMs };
}

function whyOf(old: string, successor: Director, frozen: boolean, circles: boolean): string {
  const parts = [
    ...(frozen ? [`the httpd of ${old} is frozen with it`] : []),
    ...(circles
      ? [`what ${old} gets for its own httpd it schedules again, and some of it back to ${successor.name}`]
      : []),
  ];
  return parts.join('; ');
}
