import { hasHoles, isProberTooLate } from '../measure/prober-limits.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { largest, smallest } from '../stats/extremes.ts';
import { isImpaired, type OutageWindow, outageWindow, requestsDecidedIn } from '../stats/outage-window.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { count, inSeconds } from './words.ts';

/**
 * For what an operator does in broad daylight, such as a reload without a change: not one request is lost or late.
 * No number of good requests proves that there never is a bad one, so the headline says how many there were.
 */
export const check: Check = {
  name: 'unimpaired',
  summary: 'No request is lost or late while the fault lasts.',
  judge: (input) =>
    judgeByFault(input, {
      check: 'unimpaired',
      unit: 'requests',
      find: (judged) => find(input.recording, judged),
      passHeadline: (_, judged) => {
        const asked = judged.reduce((sum, { measurement }) => sum + measurement.requests, 0);
        const { delayThresholdMs } = input.recording.run.probe;
        return `0 of ${count(asked, 'request')} lost or late (more than ${delayThresholdMs} ms), ${count(judged.length, 'trial')}.`;
      },
    }),
};

const none = { low: 0, high: 0 };

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { run, trial } = judged;
  const doubt = doubtOf(judged);
  const window = faultWindow(trial);
  if (doubt !== null || window === null) {
    return { verdict: 'unknown', text: doubt ?? 'the trial has no window to be measured in' };
  }
  const sent = outageWindow(recording.series('request'), window, run.probe);
  if (sent.requests === 0) return { verdict: 'unknown', text: 'no request was recorded while the fault lasted' };
  const late = proberTrouble(sent, judged);
  if (late !== null) return { verdict: 'unknown', text: late, leftOut: true };
  const numbers = { value: sent.impaired, predicted: none, limit: none, bound: 0 };
  if (sent.impaired === 0) return { verdict: 'pass', text: 'nothing was impaired', ...numbers };

  const impaired = requestsDecidedIn(recording.series('request'), window, run.probe).filter(({ value }) =>
    isImpaired(value, run.probe),
  );
  const afterMs = impaired.map(({ at }) => Math.max(0, at - window.fromMs));
  const [firstMs, lastMs] = [smallest(afterMs), largest(afterMs)];
  const when =
    impaired.length === 1
      ? `due ${inSeconds(firstMs)} after the fault`
      : `due ${inSeconds(firstMs)} to ${inSeconds(lastMs)} after the fault`;
  const text = `${sent.impaired} of ${count(sent.requests, 'request')} impaired (${outcomesOf(sent)}), ${when}`;
  return { verdict: 'fail', text, ...numbers };
}

/** `2 refused, 1 late`. */
function outcomesOf({ lostByOutcome, impaired, lost }: OutageWindow): string {
  const parts = Object.entries(lostByOutcome).map(([outcome, number]) => `${number} ${outcome}`);
  if (impaired > lost) parts.push(`${impaired - lost} late`);
  return parts.join(', ');
}

/** Null when the prober kept its times well enough for its word to count. */
function proberTrouble(sent: OutageWindow, { run }: JudgedTrial): string | null {
  const { worstLatenessMs, dropped, requests } = sent;
  if (isProberTooLate(worstLatenessMs, run.probe)) {
    return `requests were sent up to ${inSeconds(worstLatenessMs)} after they were due`;
  }
  return hasHoles(sent) ? `${dropped} of ${count(requests + dropped, 'due request')} were never sent` : null;
}
