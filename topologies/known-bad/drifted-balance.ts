import type { Topology } from '../../harness/model.ts';
import { topology as schedulers } from '../schedulers.ts';

/** Wrong on purpose: what is documented as weighted, or as a hash of the client, is plain round robin. */
export const topology: Topology = {
  ...schedulers,
  name: 'known-bad/drifted-balance',
  summary: 'wrr and sh services that run rr without saying so; schedulers must fail',
  virtualServices: schedulers.virtualServices.filter(
    ({ label }) => label === 'ready' || label === 'wrr 1:2:3:4' || label === 'sh 1:2:3:4',
  ),
  wrongOnPurpose: true,
  actually: { services: { scheduler: 'rr' } },
};
