import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/**
 * Wrong on purpose: the directors do not accept each other's adverts, so both become MASTER and both hold the VIP.
 * A harness that calls this a pass is broken.
 */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/password-mismatch',
  summary: 'dr-pair with a different VRRP password on each director: both hold the VIP; failover must fail',
  directors: drPair.directors.map((director) => ({ ...director, password: director.name.slice(-8) })),
};
