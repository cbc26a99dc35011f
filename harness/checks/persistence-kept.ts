import { changesDirector } from '../measure/director-return.ts';
import { type Move, type Persistence, persistenceOf, type Stray } from '../measure/persistence.ts';
import type { Recording, Topology } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { count } from './words.ts';

/**
 * Whether persistence holds: always within the office of one director, and over a change of the director as far as the
 * new one was told (harness/measure/persistence.ts). Where it chooses afresh, the share that stays is only reported:
 * then nothing about it is wrong.
 */
export const check: Check = {
  name: 'persistence-kept',
  summary:
    'Clients of a persistent service stay with their real server, also when the director changes and the sync daemon runs.',
  concerns: ({ faults, topology }) => isPersistent(topology) && faults.some(changesDirector),
  judge: (input) => {
    if (!isPersistent(input.recording.run.topology)) return [];
    return judgeByFault(concerning(input, changesDirector), {
      check: 'persistence-kept',
      unit: 'clients',
      find: (judged) => find(input.recording, judged),
      passHeadline: (_, judged) => passHeadline(input.recording, judged),
    });
  },
};

function isPersistent({ virtualServices }: Topology): boolean {
  return virtualServices.some(({ persistenceTimeoutMs }) => persistenceTimeoutMs !== undefined);
}

const events: Record<Stray['during'], string> = {
  before: 'before the fault',
  failover: 'after the takeover',
  reversion: 'after the switch back',
};

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { facts, trial, measurement } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (recording.run.topology.realServers.length < 2) {
    return { verdict: 'unknown', text: 'there is only one real server, which every client keeps' };
  }
  const persistence = persistenceOf(recording, facts, trial, measurement);
  if (persistence === null)
    return { verdict: 'unknown', text: 'no takeover was recorded that clients could be kept over' };
  const { strays, failover, reversion } = persistence;
  const { predicted } = failover;
  const numbers = { value: failover.kept, predicted, limit: predicted, bound: 0 };
  const [stray] = strays;
  if (stray !== undefined) {
    const { net, from, to, during } = stray;
    const text = `${net} was answered by ${from} and then by ${to} ${events[during]}, under the same director`;
    return { verdict: 'fail', text: `persistence does not hold: ${text}`, ...numbers };
  }
  if (failover.clients === 0) {
    return { verdict: 'unknown', text: 'no client was answered both before the fault and after the takeover' };
  }
  if (recording.run.topology.syncDaemon === true && failover.predicted.low === 0) {
    return { verdict: 'unknown', text: 'the backup can have heard of no client before the fault', ...numbers };
  }
  const lost = lossText(failover, 'after the takeover') ?? lossText(reversion, 'after the switch back');
  if (lost !== null) return { verdict: 'fail', text: lost, ...numbers };
  return { verdict: 'pass', text: 'kept', ...numbers };
}

/** Null when as many clients were kept as had to be. */
function lossText(move: Move | null, when: string): string | null {
  if (move === null) return null;
  const { clients, kept, predicted, surprise } = move;
  if (surprise !== null) {
    const { net, from, to } = surprise;
    return `${net} was on ${from} before the fault and on ${to} ${when}; ${keptWords(move)}, ${rangeOf(predicted)} predicted`;
  }
  if (kept >= predicted.low && kept <= predicted.high) return null;
  return `${kept} of ${count(clients, 'client')} were on the same real server ${when}, ${rangeOf(predicted)} predicted`;
}

function passHeadline(recording: Recording, judged: JudgedTrial[]): string {
  const all = judged
    .map(({ facts, trial, measurement }) => persistenceOf(recording, facts, trial, measurement))
    .filter((one) => one !== null);
  const over = sum(all.map((one) => one.failover));
  const back = sum(all.map((one) => one.reversion).filter((move) => move !== null));
  const sync = recording.run.topology.syncDaemon === true ? 'With lvs_sync_daemon' : 'Without lvs_sync_daemon';
  const parts = [`${keptWords(over)} over the takeover${byChance(over)}`];
  if (back.clients > 0) parts.push(`${keptWords(back)} over the switch back${byChance(back)}`);
  const trials = count(judged.length, 'trial');
  return `Clients stayed with their real server while the director did. ${sync} ${parts.join(', ')}; ${trials}.`;
}

function byChance({ clients, predicted }: Pick<Move, 'clients' | 'predicted'>): string {
  return predicted.low === clients
    ? ', all predicted'
    : ` (the new director chooses afresh: ${rangeOf(predicted)} predicted)`;
}

function keptWords({ kept, clients }: Pick<Move, 'kept' | 'clients'>): string {
  return `${kept} of ${count(clients, 'client')} kept theirs`;
}

function rangeOf({ low, high }: Move['predicted']): string {
  return low === high ? `${low}` : `${low} to ${high}`;
}

function sum(moves: readonly Persistence['failover'][]): Pick<Move, 'clients' | 'kept' | 'predicted'> {
  const total = (of: (move: Move) => number) => moves.reduce((all, move) => all + of(move), 0);
  return {
    clients: total((move) => move.clients),
    kept: total((move) => move.kept),
    predicted: { low: total((move) => move.predicted.low), high: total((move) => move.predicted.high) },
  };
}
