import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: the directors advertise every 2 s. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-interval',
  summary: 'dr-pair whose directors advertise every 2 s without saying so; split-brain must fail',
  wrongOnPurpose: true,
  actually: { vrrp: { advertIntervalMs: 2000 } },
};
