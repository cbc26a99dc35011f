import { type DelayedRequests, delayedRequests } from '../measure/calibration/delayed-requests.ts';
import { isProberTooLate } from '../measure/prober-limits.ts';
import type { FaultFacts, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check } from './check.ts';
import { count, inMs } from './words.ts';

/** Whether a fault makes requests late, and loses none. */
function delays({ knownOutage }: FaultFacts): boolean {
  return knownOutage === 'delay';
}

/** What only counts lost requests sees nothing of a delay: late ones must be told, all of them, and as late, not as lost. */
export const check: Check = {
  name: 'pure-delay',
  summary: 'Where every packet is late and none is lost, every request is told as late and none as lost.',
  concerns: ({ faults }) => faults.some(delays),
  judge: (input) =>
    input.recording.run.faults.filter(delays).map((facts) =>
      judgeTrials(facts.name, trialsOf(input, facts), {
        check: 'pure-delay',
        unit: 'requests',
        find: (judged) => find(input.recording, judged),
        passHeadline: ({ measured }, judged) =>
          `All of ${count(measured?.median ?? 0, 'request')} sent meanwhile were late, and none lost, ${count(judged.length, 'trial')}.`,
      }),
    ),
};

/** Fewer than that while it lasted say nothing. */
const fewestRequests = 20;

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { run, trial, measurement } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (isProberTooLate(measurement.worstLatenessMs, run.probe)) {
    const text = `requests were sent up to ${inMs(measurement.worstLatenessMs)} after they were due`;
    return { verdict: 'unknown', text, leftOut: true };
  }
  const met = delayedRequests(recording, trial);
  if (met === null) return { verdict: 'unknown', text: 'nobody saw when the delay ended' };
  const { requests, late, lost } = met;
  if (requests < fewestRequests)
    return { verdict: 'unknown', text: `only ${count(requests, 'request')} met the delay` };
  const text = `of ${count(requests, 'request')} that met the delay ${late} were told as late and ${lost} as lost`;
  return { verdict: isAllLate(met) ? 'pass' : 'fail', text, value: requests, predicted: null, bound: 0 };
}

function isAllLate({ requests, late, lost }: DelayedRequests): boolean {
  return lost === 0 && late === requests;
}
