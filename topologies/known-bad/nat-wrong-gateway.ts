import type { Topology } from '../../harness/model.ts';
import { topology as natPair } from '../nat-pair.ts';

/**
 * Wrong on purpose: the default route of one real server leads to the backup itself, not to the address that moves with the
 * MASTER. What it answers passes by the director that must translate it back, and every third request is lost; health
 * checks come from an address on its link, and are all good.
 */
export const topology: Topology = {
  ...natPair,
  name: 'known-bad/nat-wrong-gateway',
  summary: 'nat-pair whose first real server answers by way of the backup, and passes all checks; failover must fail',
  realServers: natPair.realServers.map((server, place) =>
    place === 0 ? { ...server, gateway: '198.18.1.12' } : server,
  ),
  wrongOnPurpose: true,
};
