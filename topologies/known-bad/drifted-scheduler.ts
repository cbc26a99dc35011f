import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: the service that is documented as round robin runs wlc. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-scheduler',
  summary: 'dr-pair whose service runs wlc without saying so; hygiene must fail',
  wrongOnPurpose: true,
  actually: { services: { scheduler: 'wlc' } },
};
