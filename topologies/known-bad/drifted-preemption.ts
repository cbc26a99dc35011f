import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: a director that ought to come back stays away. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-preemption',
  summary: 'dr-pair whose directors run with nopreempt without saying so; reversion must fail',
  wrongOnPurpose: true,
  actually: { vrrp: { preempt: false } },
};
