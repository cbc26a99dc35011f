import { failsRealServers, targetsOfTrial } from '../measure/removal.ts';
import { type OpenConnections, type ServerConnections, serverConnectionsOf } from '../measure/server-connections.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { list, serversWords } from './failure-words.ts';
import { count } from './words.ts';

/** Open connections share the fate of their real server, and those to the others must not notice. */
export const check: Check = {
  name: 'established-connections',
  summary: 'Open connections to a failed real server end or hang as predicted; those to the others live on.',
  concerns: ({ faults }) => faults.some(failsRealServers),
  judge: (input) => {
    const { recording } = input;
    const judgements = judgeByFault(concerning(input, failsRealServers), {
      check: 'established-connections',
      unit: 'connections lost',
      find: (judged) => find(judged, recording),
      passHeadline: (_, judged) => passHeadline(judged, recording),
    });
    return judgements.map(withoutAny);
  },
};

function find(judged: JudgedTrial, recording: Recording): Finding {
  const { facts, trial, run } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const found = serverConnectionsOf(recording, facts, trial);
  if (found === null) return { verdict: 'unknown', text: "the master's table is not known" };
  const { toFailed, toOthers, predicted } = found;
  if (toFailed.open + toOthers.open === 0) return { verdict: 'unknown', text: 'no connection was open' };
  const servers = serversWords(run.topology, targetsOfTrial(trial));
  const others = total(toOthers.lost);
  const fate = `${fateWords(toFailed, servers)}: ${predicted.why}`;
  if (others > 0) {
    const text = `${others} of ${toOthers.open} connections to other real servers were lost ${causeWords(toOthers)}; ${fate}`;
    return { verdict: 'fail', text };
  }
  if (toFailed.open === 0) return { verdict: 'pass', text: `no connection to ${servers} was open` };
  const lost = total(toFailed.lost);
  const low = predicted.lost === 'all' ? toFailed.open : 0;
  const high = predicted.lost === 'none' ? 0 : toFailed.open;
  const unexplained = Object.keys(toFailed.lostBeforeHealing).filter(
    (cause) => predicted.causes !== undefined && !predicted.causes.some((one) => one === cause),
  );
  return {
    verdict: lost >= low && lost <= high && unexplained.length === 0 ? 'pass' : 'fail',
    text: unexplained.length === 0 ? fate : `${fate}, which explains no ${list(unexplained)}`,
    value: lost,
    predicted: { low, high },
    bound: 0,
    limit: { low, high },
  };
}

/** Nobody was connected to what failed: that the others lived proves nothing of what this check is for. */
function withoutAny(judgement: Judgement): Judgement {
  if (judgement.verdict !== 'pass' || judgement.measured !== null) return judgement;
  return { ...judgement, verdict: 'unknown', headline: 'No connection to a failed real server was open in any trial.' };
}

function passHeadline(judged: JudgedTrial[], recording: Recording): string {
  const all = judged.flatMap(({ facts, trial }) => serverConnectionsOf(recording, facts, trial) ?? []);
  const failed = sumOf(all.map((one) => one.toFailed));
  const others = sumOf(all.map((one) => one.toOthers));
  const why = whyOf(all);
  const kept = others.open === 0 ? '' : `; all ${others.open} to other real servers lived on`;
  const fate = fateWords(failed, 'failed real servers');
  return `${fate.replace(/^n/, 'N')}: ${why}${kept}; ${count(judged.length, 'trial')}.`;
}

function whyOf(all: readonly ServerConnections[]): string {
  return all.find((one) => one.toFailed.open > 0)?.predicted.why ?? '';
}

function sumOf(all: readonly OpenConnections[]): OpenConnections {
  const sum: OpenConnections = { open: 0, lost: {}, lostBeforeHealing: {} };
  for (const { open, lost } of all) {
    sum.open += open;
    for (const [cause, number] of Object.entries(lost) as [keyof typeof lost, number][]) {
      sum.lost[cause] = (sum.lost[cause] ?? 0) + number;
    }
  }
  return sum;
}

function fateWords(connections: OpenConnections, servers: string): string {
  const lost = total(connections.lost);
  const such = `${count(connections.open, 'open connection')} to ${servers}`;
  return lost === 0 ? `none of ${such} was lost` : `${lost} of ${such} lost ${causeWords(connections)}`;
}

/** `(2 reset, 1 timeout)` */
function causeWords({ lost }: OpenConnections): string {
  return `(${Object.entries(lost)
    .map(([cause, number]) => `${number} ${cause}`)
    .join(', ')})`;
}

function total(lost: OpenConnections['lost']): number {
  return Object.values(lost).reduce((sum, number) => sum + number, 0);
}
