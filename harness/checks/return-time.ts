import { latitude, timingOf } from '../measure/checker-tolerance.ts';
import { serviceName } from '../measure/destinations.ts';
import { failsRealServers, predictedReturnMs, returnOf } from '../measure/removal.ts';
import type { Judgement } from '../model.ts';
import { doubtOf, type Finding } from './by-fault.ts';
import { judgeByFaultAndService, type ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { checkerWords, serversWords } from './failure-words.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** A healed real server is given requests again when its checker's timers say so, and not before it is healed. */
export const check: Check = {
  name: 'return-time',
  summary: 'A healed real server is back in the IPVS table when its health checker is predicted to have noticed.',
  concerns: ({ faults }) => faults.some(failsRealServers),
  judge: (input) =>
    judgeByFaultAndService(input, {
      check: 'return-time',
      unit: 'ms',
      concerns: failsRealServers,
      find,
      passHeadline,
    }),
};

function find(judged: ServiceTrial): Finding {
  const { recording, run, trial, facts, service } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const because = trial.error === undefined ? '' : `: ${trial.error}`;
  if (trial.restored === null) return { verdict: 'unknown', text: `${trial.target} was not healed${because}` };
  const returned = returnOf(recording, trial, service);
  if (returned === null) {
    const text = `no director is known to have held ${service.vip} with a table of ${serviceName(service)} that was read`;
    return { verdict: 'unknown', text };
  }
  const { director, missing } = returned;
  if (missing.length === 0) {
    return returned.untouched
      ? { verdict: 'pass', text: `nothing had left ${director}'s table, and nothing did after healing` }
      : { verdict: 'fail', text: `${director}'s table was whole when healing began, and changed after it` };
  }
  const servers = serversWords(run.topology, missing);
  const predicted = predictedReturnMs(service, facts.failure ?? 'silent');
  const band = `${rangeInSeconds(predicted)} predicted`;
  if (returned.returned === null) {
    const limit = latitude(predicted, 0);
    const such = `${servers} not as configured in ${director}'s table ${inSeconds(returned.watchedMs)} after healing`;
    return returned.watchedMs < limit.high
      ? { verdict: 'unknown', text: `${such}, when the trial ended: too soon to say (${band})`, predicted }
      : { verdict: 'fail', text: `${such} (${band})`, predicted, limit };
  }
  const { value, bound, limit, inside } = timingOf(returned.returned, predicted);
  const text = `${director}'s table was whole again ${inSeconds(value)} after healing, give or take ${inSeconds(bound)}, ${band}`;
  const finding: Finding = { verdict: inside ? 'pass' : 'fail', text, value, bound, predicted, limit };
  const { earliestMs, latestMs } = trial.restored;
  return unlessMachineStalled(finding, recording, earliestMs, latestMs + value + bound);
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: ServiceTrial[]): string {
  const trials = count(judged.length, 'trial');
  const [first] = judged;
  if (first === undefined) return `${trials}.`;
  if (measured === null || predicted === null) {
    return `Nothing had left the table, so that nothing had to come back, and nothing moved; ${trials}.`;
  }
  const back = `${checkerWords(first.service.healthCheck)} had the table whole again ${measuredInSeconds(measured)} after healing`;
  return `${back} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
}
