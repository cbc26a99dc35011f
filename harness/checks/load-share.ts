import { serviceName } from '../measure/destinations.ts';
import { type LoadShare, loadShareOf } from '../measure/load-share.ts';
import { pinsClients, takesTurns } from '../measure/request-share.ts';
import type { Judgement } from '../model.ts';
import { doubtOf, type Finding } from './by-fault.ts';
import { judgeByFaultAndService, type ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { inPercent, rangeInPercent } from './failure-words.ts';
import { count } from './words.ts';

/** "Load suddenly fell on one member": what a returned real server is given at once, against what its scheduler must do. */
export const check: Check = {
  name: 'load-share',
  summary: 'Just after a real server has returned, requests are shared out as the scheduler predicts; under rr evenly.',
  concerns: ({ faults }) => faults.some(({ aim }) => aim === 'real-server'),
  judge: (input) =>
    judgeByFaultAndService(input, {
      check: 'load-share',
      unit: '%',
      concerns: ({ aim }) => aim === 'real-server',
      find,
      passHeadline,
    }),
};

/** Fewer answers than this after the return say nothing of a share. */
const fewestRequests = 20;

function find(judged: ServiceTrial): Finding {
  const { recording, trial, service } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const found = loadShareOf(recording, trial, service);
  if (found === null) {
    return {
      verdict: 'unknown',
      text: `${trial.target} was not seen to come back into the table of ${serviceName(service)}`,
    };
  }
  const { requests, predicted, share, boundShare, heaviest, returned } = found;
  if (requests < fewestRequests) {
    return { verdict: 'unknown', text: `only ${count(requests, 'answer')} ${windowWords(found)} after the return` };
  }
  if (predicted === null) {
    return { verdict: 'unknown', text: `no prediction of how ${service.scheduler} shares out requests after a return` };
  }
  const limit = { low: Math.max(0, predicted.low - boundShare), high: Math.min(1, predicted.high + boundShare) };
  const numbers = {
    value: 100 * share,
    predicted: percent(predicted),
    bound: 100 * boundShare,
    limit: percent(limit),
  };
  const when = `${windowWords(found)} after ${returned} was back`;
  if (limit.low <= 0 && limit.high >= 1) {
    const text = `${returned} got ${inPercent(share)} of ${requests} requests ${when}, and the prediction leaves everything open: ${predicted.why}`;
    return { verdict: 'unknown', text, ...numbers };
  }
  if (
    takesTurns(service) &&
    !pinsClients(service) &&
    heaviest !== null &&
    heaviest.share > heaviest.part + heaviest.boundShare
  ) {
    const text =
      `load fell on ${heaviest.realServer}: ${inPercent(heaviest.share)} of ${requests} requests ${when}, ` +
      `${inPercent(heaviest.part)} predicted under ${service.scheduler}`;
    return { verdict: 'fail', text, ...numbers };
  }
  const inside = share >= limit.low && share <= limit.high;
  const fell = !inside && share > limit.high ? `load fell on ${returned}: ` : '';
  return {
    verdict: inside ? 'pass' : 'fail',
    text:
      `${fell}${returned} got ${inPercent(share)} of ${requests} requests ${when}, ` +
      `${rangeInPercent(predicted)} predicted, give or take ${inPercent(boundShare)}: ${predicted.why}`,
    ...numbers,
  };
}

function percent({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low: 100 * low, high: 100 * high };
}

function windowWords({ windowMs }: LoadShare): string {
  return `in the first ${(windowMs / 1000).toFixed(1)} s`;
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: ServiceTrial[]): string {
  const trials = count(judged.length, 'trial');
  const [first] = judged;
  const found = first === undefined ? null : loadShareOf(first.recording, first.trial, first.service);
  if (measured === null || predicted === null || found === null) return `${trials}.`;
  const share = `${inPercent(measured.median / 100)} of the requests ${windowWords(found)} after its return`;
  const band = rangeInPercent({ low: predicted.low / 100, high: predicted.high / 100 });
  const meant = `${inPercent(found.part)} is its part in the long run`;
  return `A returned real server got ${share} (${band} predicted: ${found.predicted?.why ?? ''}); ${meant}; ${trials}.`;
}
