import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { holdersAt, holdings } from '../measure/holders.ts';
import { struckAtMs, undisturbedUntilMs } from '../measure/instants.ts';
import {
  entriesAt,
  entryTrace,
  garpsIn,
  lastGarpMs,
  longestWrongEntry,
  type WrongEntry,
} from '../measure/neighbour-entry.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Judgement, KernelMs, Recording, Run, TrialRecord } from '../model.ts';
import { measured } from '../stats/quantiles.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check, JudgeInput } from './check.ts';
import { count, inSeconds } from './words.ts';

/**
 * Clients reach the VIP by what their neighbour (ARP) table says. After a split brain it may go on pointing to the loser,
 * for minutes, when the winner does not announce itself (SCENARIOS 3, 4): keepalived sends gratuitous ARP when it becomes
 * MASTER and when it hears a lower priority, not when the other one steps back by itself.
 */
export const check: Check = {
  name: 'owner-known',
  summary: 'The client’s neighbour entry points to the director that holds the VIP, a second after healing at most.',
  judge: (input) => [whileSteady(input.recording), ...afterHealing(input)],
};

/** After a change of the holder, and after healing, an entry may be wrong for so long (SCENARIOS 4), ms. */
const wrongAllowedMs = 1000;

/** `ip monitor` in two containers: what the second one read may have happened that much earlier, ms. */
const watcherBoundMs = 10;

const limit = { low: 0, high: wrongAllowedMs };

function afterHealing({ recording, measurements }: JudgeInput): Judgement[] {
  return judgeByFault(
    { recording, measurements },
    {
      check: 'owner-known',
      unit: 'ms',
      find: (judged) => afterFault(recording, judged),
      passHeadline: ({ measured: wrong }, judged) => {
        const stuck = judged.map((one) => afterFault(recording, one)).filter(({ limit: allowed }) => allowed === null);
        if (stuck[0] !== undefined)
          return `In ${stuck.length} of ${count(judged.length, 'trial')}, as predicted, ${stuck[0].text}.`;
        const late = wrong === null || wrong.max === 0 ? '' : `, ${inSeconds(wrong.max)} late at most`;
        const told = `After healing the client’s entry pointed to the holder of the VIP${late}`;
        return `${told}; ${meanwhile(recording, judged)}, ${count(judged.length, 'trial')}.`;
      },
    },
  );
}

function afterFault(recording: Recording, judged: JudgedTrial): Finding {
  const { trial } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const fromMs = trial.restored?.latestMs ?? trial.healedAtMs;
  if (fromMs === null) return { verdict: 'unknown', text: 'nothing says when it was healed' };
  const toMs = undisturbedUntilMs(recording, trial);
  const entries = entriesAt(recording, toMs - 1);
  if (entries.length === 0) return { verdict: 'unknown', text: 'nobody watched the client’s neighbour entry' };
  if (holdersAt(recording, toMs - 1) === null) return { verdict: 'unknown', text: 'nobody watched who holds the VIP' };

  const struckMs = faultWindow(trial)?.fromMs ?? fromMs;
  const before = longestWrongEntry(recording, { fromMs: struckMs - 1, toMs: struckMs });
  if (before !== null) {
    const text = `the client sent to ${before.points} already when the fault struck, although ${before.holder} held the VIP${cause(judged.run, before.points)}`;
    return { verdict: 'unknown', text, leftOut: true };
  }
  const wrong = longestWrongEntry(recording, { fromMs, toMs });
  const value = wrong === null ? 0 : wrong.toMs - wrong.fromMs;
  // The master answers the first lower advert that it hears, with gratuitous ARP (`vrrp_state_master_rx`).
  const predicted = { low: 0, high: usedAdvertIntervalMs(judged.run.topology.vrrp) };
  const numbers = { value, predicted, limit, bound: watcherBoundMs };
  const flips = meanwhile(recording, [judged]);
  // Where there never was a second holder, nothing could have led the client astray.
  const settledLong = toMs - fromMs >= wrongAllowedMs || judged.measurement.dualHolderMs === 0;
  const wrongAtEnd = wrong !== null && wrong.toMs >= toMs;
  if (wrong === null ? !settledLong : wrongAtEnd && value <= wrongAllowedMs) {
    const seen = wrong === null ? 'to the holder of the VIP' : `to ${wrong.points}, while ${wrong.holder} held the VIP`;
    const text = `the client’s entry pointed ${seen}, but only ${inSeconds(toMs - fromMs)} were seen after healing`;
    return { verdict: 'unknown', text, ...numbers };
  }
  if (wrong === null || value <= wrongAllowedMs)
    return { verdict: 'pass', text: `the client’s entry pointed to the holder of the VIP; ${flips}`, ...numbers };
  const still = wrong.toMs >= toMs ? ', and still did when watching ended' : '';
  const announced = garpsIn(recording, { fromMs, toMs: wrong.toMs }).some(({ by }) => by === wrong.holder);
  const silent = announced ? '' : ', which sent no gratuitous ARP';
  const told = `the client sent to ${wrong.points} for ${inSeconds(value)} although ${wrong.holder} alone held the VIP${silent}${still}${cause(judged.run, wrong.points)}`;
  if (spokeLast(recording, struckMs, wrong)) {
    const why = announced
      ? `${wrong.points} was MASTER in passing and announced itself after ${wrong.holder} had, and the last gratuitous ARP counts`
      : `${wrong.points} stepped back at the first advert of ${wrong.holder}, which never learned of it`;
    const text = `${told}: ${why}; vrrp_higher_prio_send_advert cures that`;
    return { verdict: 'pass', text, ...numbers, predicted: null, limit: null };
  }
  return { verdict: 'fail', text: `${told}; ${flips}`, ...numbers };
}

/**
 * keepalived's way to leave clients with the loser: the last gratuitous ARP counts (MEASURING 2.3d), and the winner has no
 * reason to send another one. A MASTER that hears a higher priority steps back without a word; whether the winner heard it
 * before that, and announced itself, is decided by whose advert is the first to get through (`vrrp_state_master_rx`).
 * `vrrp_higher_prio_send_advert` makes the loser speak once more. Only a director that held the VIP can have stepped back.
 */
function spokeLast(recording: Recording, struckMs: KernelMs, { address, points, holder, toMs }: WrongEntry): boolean {
  if (recording.run.topology.vrrp.higherPrioSendAdvert === true) return false;
  const held = holdings(recording).some(
    (one) => one.director === points && one.address === address && one.toMs > struckMs && one.toMs < toMs,
  );
  const spoke = lastGarpMs(recording, points, { fromMs: struckMs, toMs });
  if (!held || spoke === null) return false;
  return lastGarpMs(recording, holder, { fromMs: spoke, toMs }) === null;
}

/** Why a client may come to send to a node that is no director; empty where that is not known. */
function cause({ topology }: Run, points: string | null): string {
  const server = topology.realServers.find(({ name }) => name === points);
  return server === undefined ? '' : `: ${server.name} answers ARP for the VIP (arp_ignore is not set on it)`;
}

/** Flips of the entry while the fault lasted, and whom it pointed to. */
function meanwhile(recording: Recording, judged: readonly JudgedTrial[]): string {
  const traces = judged.flatMap(({ trial }) => {
    const window = faultWindow(trial);
    const trace = window === null ? null : entryTrace(recording, window);
    return trace === null ? [] : [trace];
  });
  const flips = traces.reduce((sum, one) => sum + one.flips, 0);
  const names = [...new Set(traces.flatMap(({ pointed }) => pointed.map(({ to }) => to)))].sort();
  if (names.length === 0) return 'while the fault lasted there was no entry';
  if (flips === 0) return `while the fault lasted it pointed to ${names.join(' or ')} and did not change`;
  return `while the fault lasted it changed ${flips === 1 ? 'once' : `${flips} times`}, between ${names.join(' and ')}`;
}

/** The steady state before the first fault; what a fault leaves behind is for its own trial to say. */
function whileSteady(recording: Recording): Judgement {
  const trial = recording.run.trials.find(({ steadyAtMs }) => steadyAtMs !== null);
  const finding = beforeFault(recording, trial);
  return {
    check: 'owner-known',
    subject: 'run',
    verdict: finding.verdict,
    headline: `${finding.text}.`,
    unit: 'wrong targets',
    measured: measured([finding.value ?? []].flat()),
    predicted: { low: 0, high: 0 },
    bound: 0,
    limit: { low: 0, high: 0 },
  };
}

function beforeFault(recording: Recording, trial: TrialRecord | undefined): Finding {
  const struckMs = trial === undefined ? null : (struckAtMs(trial) ?? trial.steadyAtMs);
  if (struckMs === null) return { verdict: 'unknown', text: 'The cluster was never steady' };
  // In that very millisecond a director may have died already.
  const atMs = struckMs - 1;
  const entries = entriesAt(recording, atMs);
  const holders = holdersAt(recording, atMs);
  if (entries.length === 0 || holders === null)
    return { verdict: 'unknown', text: 'Nobody watched the client’s neighbour entry, or who holds the VIP' };
  const wrong = entries.find(({ points }) => points !== null && !holders.includes(points));
  if (wrong === undefined)
    return {
      verdict: 'pass',
      text: 'The client’s entry pointed to the holder of the VIP before the first fault',
      value: 0,
    };
  const holder = holders.join(' and ') || 'no director';
  const text = `Before the first fault the client sent to ${wrong.points}, while ${holder} held the VIP ${wrong.address}${cause(recording.run, wrong.points)}`;
  return { verdict: 'fail', text, value: 1 };
}
