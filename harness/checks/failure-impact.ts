import { serviceName } from '../measure/destinations.ts';
import { failureImpactOf, type ImpactPhase } from '../measure/failure-impact.ts';
import { isProberTooLate, oneStallRequests } from '../measure/prober-limits.ts';
import { failsRealServers, targetsOfTrial } from '../measure/removal.ts';
import { hiccupShare } from '../measure/request-share.ts';
import type { Judgement } from '../model.ts';
import { doubtOf, type Finding } from './by-fault.ts';
import { judgeByFaultAndService, type ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { inPercent, rangeInPercent, serversWords } from './failure-words.ts';
import { count, inSeconds } from './words.ts';

/** A failed real server costs the requests that are sent to it until it is out of the table, and none after that. */
export const check: Check = {
  name: 'failure-impact',
  summary: 'As many requests suffer from a failed real server as the scheduler sends to it, and none once it is out.',
  concerns: ({ faults }) => faults.some(failsRealServers),
  judge: (input) =>
    judgeByFaultAndService(input, {
      check: 'failure-impact',
      unit: '%',
      concerns: failsRealServers,
      find,
      passHeadline,
    }),
};

/** Fewer requests than this in a state of the table say nothing of a share: three rounds of three servers. */
const fewestRequests = 9;

function find(judged: ServiceTrial): Finding {
  const { recording, run, trial, service, measurement } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (isProberTooLate(measurement.worstLatenessMs, run.probe)) {
    const text = `requests were sent up to ${inSeconds(measurement.worstLatenessMs)} after they were due`;
    return { verdict: 'unknown', text, leftOut: true };
  }
  const impact = failureImpactOf(recording, trial, service);
  if (impact === null) return { verdict: 'unknown', text: `no table of ${serviceName(service)} is known` };
  const phases = [impact.whileIn, impact.after].filter(
    (one) => one !== null && one.predicted !== null && one.requests >= fewestRequests,
  );
  if (phases.length === 0) {
    const few = `only ${count(impact.whileIn.requests, 'request')} to ${serviceName(service)} while it was in the table`;
    const blind = `no prediction of what ${service.scheduler} does with such a server`;
    return { verdict: 'unknown', text: impact.whileIn.predicted === null ? blind : few };
  }
  const targets = targetsOfTrial(trial);
  const servers = serversWords(run.topology, targets);
  const { whileIn, after } = impact;
  const judgedIn = phases.includes(whileIn);
  const { predicted } = whileIn;
  const parts = [
    `${phaseWords(whileIn)} while ${servers} ${targets.length > 1 ? 'were' : 'was'} in the table`,
    after === null ? '' : `, ${phaseWords(after)} after that`,
  ];
  return {
    verdict: phases.every((one) => one !== null && holds(one)) ? 'pass' : 'fail',
    text: parts.join(''),
    ...(judgedIn && predicted !== null
      ? {
          value: 100 * shareOf(whileIn),
          predicted: { low: 100 * predicted.low, high: 100 * predicted.high },
          bound: 100 * whileIn.boundShare,
          limit: {
            low: Math.max(0, 100 * (predicted.low - whileIn.boundShare)),
            high: Math.min(100, 100 * (predicted.high + whileIn.boundShare)),
          },
        }
      : {}),
  };
}

/** Where nothing should be impaired, the engine's hiccups may make a few answers late; they lose none. */
function holds(phase: ImpactPhase): boolean {
  const { predicted, boundShare, lost } = phase;
  if (predicted === null) return true;
  if (predicted.high === 0) return lost === 0 && (phase.impaired <= oneStallRequests || shareOf(phase) <= hiccupShare);
  return shareOf(phase) >= predicted.low - boundShare && shareOf(phase) <= predicted.high + boundShare;
}

function shareOf({ impaired, requests }: ImpactPhase): number {
  return requests === 0 ? 0 : impaired / requests;
}

function phaseWords(phase: ImpactPhase): string {
  const { requests, impaired, lost, predicted, boundShare } = phase;
  if (requests === 0) return 'no request was sent';
  const band =
    predicted === null
      ? 'no prediction'
      : `${rangeInPercent(predicted)} predicted, give or take ${inPercent(boundShare)}: ${predicted.why}`;
  const toll =
    impaired === 0
      ? `all ${requests} requests answered in time`
      : `${impaired} of ${requests} requests (${inPercent(shareOf(phase))}) impaired, ${lost} lost`;
  return predicted !== null && predicted.high === 0 ? toll : `${toll} (${band})`;
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: ServiceTrial[]): string {
  const impacts = judged.flatMap(({ recording, trial, service }) => failureImpactOf(recording, trial, service) ?? []);
  const trials = count(judged.length, 'trial');
  const after = impacts.flatMap((one) => one.after ?? []);
  const late = after.reduce((sum, one) => sum + one.impaired, 0);
  const asked = after.reduce((sum, one) => sum + one.requests, 0);
  const afterwards = asked === 0 ? '' : `, ${late} of ${asked} after it was out`;
  if (measured === null || predicted === null) return `Requests were impaired as predicted${afterwards}; ${trials}.`;
  const why = impacts[0]?.whileIn.predicted?.why ?? '';
  const share = inPercent(measured.median / 100);
  const band = rangeInPercent({ low: predicted.low / 100, high: predicted.high / 100 });
  return `${share} of requests suffered while the failed server was in the table (${band} predicted: ${why})${afterwards}; ${trials}.`;
}
