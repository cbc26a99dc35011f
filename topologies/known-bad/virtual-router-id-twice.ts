import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** VIP and password of the other cluster: with another password the clusters would ignore each other. */
const other = { vip: '198.18.0.200', virtualRouterId: 51, password: 'drill', startsWithCluster: true } as const;

/**
 * Wrong on purpose: another cluster on the segment has the same virtual router id and password. keepalived 2.3 accepts
 * its adverts for all that their VIP is another (`vrrp_check_packet` only logs it). Its first director comes between
 * ours: as long as our master lives nothing is to be seen, when it dies the stranger is MASTER and our VIP nowhere.
 */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/virtual-router-id-twice',
  summary:
    'dr-pair beside another cluster with the same virtual router id, which takes over instead; split-brain must fail',
  strangers: [
    { name: 'stranger-1', address: '198.18.0.61', priority: 95, ...other },
    { name: 'stranger-2', address: '198.18.0.62', priority: 85, ...other },
  ],
};
