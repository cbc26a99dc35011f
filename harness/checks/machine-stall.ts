import { invalidLatenessMs, stalledMs } from '../measure/prober-limits.ts';
import type { KernelMs, Recording } from '../model.ts';
import type { Finding } from './by-fault.ts';
import { inSeconds } from './words.ts';

/**
 * A finding that would fail, unless the prober, which goes before all else on its node, was itself kept waiting in that
 * time: then the machine stood still, and the cluster had no chance to keep its timers. `explainsFromMs`: a lateness that is
 * no longer than that explains nothing.
 */
export function unlessMachineStalled(
  finding: Finding,
  recording: Recording,
  fromMs: KernelMs,
  toMs: KernelMs,
  explainsFromMs = invalidLatenessMs(recording.run.probe),
): Finding {
  if (finding.verdict !== 'fail') return finding;
  const latest = stalledMs(recording, fromMs, toMs);
  if (latest <= explainsFromMs) return finding;
  const text = `${finding.text}; but the machine stood still meanwhile: requests were sent up to ${inSeconds(latest)} after they were due`;
  return { ...finding, verdict: 'unknown', text, leftOut: true };
}
