import { hasHoles, invalidLatenessMs, isProberTooLate } from '../measure/prober-limits.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { outageWindow } from '../stats/outage-window.ts';
import { type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { count, inMs } from './words.ts';

/** The harness can be the fault: a prober that fell behind measures itself. It makes trials unknown, never failed. */
export const check: Check = {
  name: 'prober-lateness',
  summary: 'Requests were sent when they were due, all of them, while the faults lasted.',
  soundness: true,
  judge: (input) =>
    judgeByFault(input, {
      check: 'prober-lateness',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline: ({ measured, limit }, judged) => {
        const worst = `Requests were sent at most ${inMs(measured?.max ?? 0)} after they were due`;
        const widened = judged.some((one) => (one.measurement.failoverBoundMs ?? 0) > one.run.probe.intervalMs);
        const effect = widened ? '; that widened an error bound' : '';
        return `${worst} (${inMs(limit?.high ?? 0)} allowed)${effect}, ${count(judged.length, 'trial')}.`;
      },
    }),
};

function find(recording: Recording, { trial, run }: JudgedTrial): Finding {
  const window = faultWindow(trial);
  if (window === null) return { verdict: 'unknown', text: trial.error ?? 'the trial did not get as far as healing' };
  const sent = outageWindow(recording.series('request'), window, run.probe);
  if (sent.requests === 0) return { verdict: 'unknown', text: 'no request was recorded while the fault lasted' };

  const limit = { low: 0, high: invalidLatenessMs(run.probe) };
  const numbers = { value: sent.worstLatenessMs, limit, bound: 0 };
  if (isProberTooLate(sent.worstLatenessMs, run.probe)) {
    const late = `requests were sent up to ${inMs(sent.worstLatenessMs)} after they were due`;
    return { verdict: 'unknown', text: `${late}, ${inMs(limit.high)} allowed`, ...numbers, leftOut: true };
  }
  if (hasHoles(sent)) {
    const missing = `${sent.dropped} of ${count(sent.requests + sent.dropped, 'due request')} were never sent`;
    return { verdict: 'unknown', text: `${missing}, ${sent.longestDrop} of them in a row`, ...numbers, leftOut: true };
  }
  return { verdict: 'pass', text: 'in time', ...numbers };
}
