import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/**
 * Wrong on purpose: VRRP version 2 carries whole seconds, and keepalived makes 1 s of 0.4 s with no more than a line in
 * its log (`vrrp_complete_instance`). A takeover takes twice as long as whoever wrote that expects.
 */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/advert-interval-rounded',
  summary: 'dr-pair with an advertisement interval of 0.4 s, of which VRRP version 2 makes 1 s; starvation must fail',
  vrrp: { ...drPair.vrrp, advertIntervalMs: 400 },
  wrongOnPurpose: true,
};
