import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: somebody tried a preempt_delay, and nobody wrote it down. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-delay',
  summary: 'dr-pair whose directors run with a preempt_delay of 8 s without saying so; reversion must fail',
  wrongOnPurpose: true,
  actually: { vrrp: { preemptDelayMs: 8000 } },
};
