import { clockOf } from '../measure/calibration/clock.ts';
import type { Judgement, Verdict } from '../model.ts';
import type { Check } from './check.ts';
import { count, inMs } from './words.ts';

/** Two stamps of one packet that are further apart are not of one clock, ms (MEASURING 6). */
const limitMs = 1;
/** Fewer packets say nothing of a clock. */
const fewestPackets = 100;

/**
 * The prober stamps a request when it has told the kernel to connect, the capture when the kernel sends the packet, on
 * another clock that is converted. Instants of the two stand side by side in every trial. At the median: a process that
 * loses the processor between the two stamps says nothing of the clocks.
 */
export const check: Check = {
  name: 'clock-agreement',
  summary: 'Prober and capture say the same of when a packet was sent.',
  concerns: ({ probe }) => probe.packets === true,
  judge: ({ recording }) => {
    const clock = clockOf(recording);
    if (clock === null || clock.packets < fewestPackets) {
      const few = count(clock?.packets ?? 0, 'packet');
      return [judgement('unknown', `Only ${few} of the prober were captured: too few to compare two clocks.`, null)];
    }
    const { packets, medianMs, worstMs } = clock;
    const apart = `The prober stamps a packet ${Math.abs(medianMs).toFixed(3)} ms ${medianMs < 0 ? 'before' : 'after'} the capture`;
    const headline = `${apart} at the median of ${count(packets, 'packet')}, ${inMs(worstMs)} apart at worst (${inMs(limitMs)} allowed at the median).`;
    return [judgement(Math.abs(medianMs) < limitMs ? 'pass' : 'fail', headline, medianMs)];
  },
};

function judgement(verdict: Verdict, headline: string, medianMs: number | null): Judgement {
  return {
    check: 'clock-agreement',
    subject: 'run',
    verdict,
    headline,
    unit: 'ms',
    measured: medianMs === null ? null : { median: medianMs, min: medianMs, max: medianMs, trials: 1 },
    predicted: { low: 0, high: 0 },
    bound: null,
    limit: { low: -limitMs, high: limitMs },
  };
}
