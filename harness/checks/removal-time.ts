import { removalMs } from '../keepalived/checker-timing.ts';
import { latitude, timingOf } from '../measure/checker-tolerance.ts';
import { serviceKey, serviceName } from '../measure/destinations.ts';
import { standsIn } from '../measure/expected-table.ts';
import { failsRealServers, type Removal, removalOf, targetsOfTrial } from '../measure/removal.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Judgement, ServerFailure, VirtualService } from '../model.ts';
import { isImpaired, requestsDecidedIn } from '../stats/outage-window.ts';
import { doubtOf, type Finding } from './by-fault.ts';
import { judgeByFaultAndService, type ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { checkerWords, failureWords, inPercent, serversWords } from './failure-words.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** A failed real server leaves the table when its checker's timers say so; or never, where the checker is blind to it. */
export const check: Check = {
  name: 'removal-time',
  summary: 'A failed real server is out of the IPVS table when its health checker is predicted to have noticed.',
  concerns: ({ faults }) => faults.some(failsRealServers),
  judge: (input) =>
    judgeByFaultAndService(input, {
      check: 'removal-time',
      unit: 'ms',
      concerns: failsRealServers,
      find,
      passHeadline,
    }),
};

/** What a checker sees at the latest: where it is blind, it must be watched for at least as long as it would need for that. */
const yardstick: ServerFailure = 'silent';

function find(judged: ServiceTrial): Finding {
  const { recording, run, trial, facts, service } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const failure = facts.failure ?? 'silent';
  const removal = removalOf(recording, trial, failure, service);
  const unread = `no director is known to have held ${service.vip} with a table of ${serviceName(service)} that was read`;
  if (removal === null) return { verdict: 'unknown', text: unread };
  const { predictedMs, removed, director } = removal;
  const servers = serversWords(run.topology, removal.targets);
  const checker = checkerWords(service.healthCheck);
  if (!removal.present) {
    return { verdict: 'fail', text: `${servers} not in ${director}'s table as configured when the fault struck` };
  }
  if (predictedMs === null) return findBlind(judged, removal, failure);
  const predicted = predictedMs;
  const band = `${rangeInSeconds(predicted)} predicted`;
  if (removed === null) {
    const limit = latitude(predicted, 0);
    const such = `${servers} still in ${director}'s table ${inSeconds(removal.watchedMs)} after the fault`;
    return removal.watchedMs < limit.high
      ? { verdict: 'unknown', text: `${such}, when healing began: too soon to say (${band})`, predicted }
      : { verdict: 'fail', text: `${such}: ${checker} missed ${failureWords(failure)} (${band})`, predicted, limit };
  }
  const { value, bound, limit, inside } = timingOf(removed, predicted);
  const measurement = { value, bound, predicted, limit };
  if (removal.flapped) {
    const text = `${checker} took ${servers} out after ${inSeconds(value)} and put it back before it was healed`;
    return { verdict: 'fail', text, ...measurement };
  }
  const text = `${checker} took ${servers} out after ${inSeconds(value)}, give or take ${inSeconds(bound)}, ${band}`;
  const finding: Finding = { verdict: inside ? 'pass' : 'fail', text, ...measurement };
  const struckMs = trial.effective?.latestMs ?? 0;
  return unlessMachineStalled(finding, recording, struckMs, struckMs + value + bound);
}

/** The finding that the checker does not see this failure, which is as predicted as a removal is. */
function findBlind(
  { run, service, recording, trial }: ServiceTrial,
  removal: Removal,
  failure: ServerFailure,
): Finding {
  const { director, touched, watchedMs } = removal;
  const servers = serversWords(run.topology, removal.targets);
  const checker = checkerWords(service.healthCheck);
  if (touched) {
    const text = `${director} changed ${servers} although ${checker} should not see ${failureWords(failure)}`;
    return { verdict: 'fail', text };
  }
  const neededMs = removalMs(service.healthCheck, yardstick)?.high ?? 0;
  if (watchedMs < neededMs) {
    const text = `watched for ${inSeconds(watchedMs)} only, when ${checker} may take ${inSeconds(neededMs)} to see anything`;
    return { verdict: 'unknown', text };
  }
  const share = impairedShare({ recording, trial, service });
  const toll = share === null || share === 0 ? '' : ` while ${inPercent(share)} of requests were lost or late`;
  return {
    verdict: 'pass',
    text:
      `${checker} does not see ${failureWords(failure)}: ${servers} stayed in the table for ` +
      `${inSeconds(watchedMs)}${toll}`,
  };
}

function impairedShare({
  recording,
  trial,
  service,
}: Pick<ServiceTrial, 'recording' | 'trial'> & { service: VirtualService }): number | null {
  const window = faultWindow(trial);
  if (window === null) return null;
  const { probe } = recording.run;
  const all = requestsDecidedIn(recording.series('request'), window, probe);
  const requests = all.filter(({ value }) => value.service === serviceKey(service));
  if (requests.length === 0) return null;
  return requests.filter(({ value }) => isImpaired(value, probe)).length / requests.length;
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: ServiceTrial[]): string {
  const trials = count(judged.length, 'trial');
  const [first] = judged;
  if (first === undefined) return `${trials}.`;
  if (measured === null || predicted === null) return `${find(first).text}; ${trials}.`;
  const { run, service, facts, trial } = first;
  const one = facts.aim === 'real-server';
  const targets = targetsOfTrial(trial);
  const servers = one ? 'the failed real server' : serversWords(run.topology, targets);
  const sorry = standsIn(run.topology, service, targets);
  const replaced = sorry === null ? '' : ` and put ${sorry} in`;
  const how = service.inhibitOnFailure ? `set ${servers} to weight 0` : `took ${servers} out`;
  const took = `${checkerWords(service.healthCheck)} ${how}${replaced} after ${measuredInSeconds(measured)}`;
  return `${took} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
}
