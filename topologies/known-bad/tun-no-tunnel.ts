import type { Topology } from '../../harness/model.ts';
import { topology as tunPair } from '../tun-pair.ts';

/**
 * Wrong on purpose: one real server has no tunnel interface to receive with. Its health checks, which come by no tunnel,
 * are all good, so that it stays in the table and every third request is lost.
 */
export const topology: Topology = {
  ...tunPair,
  name: 'known-bad/tun-no-tunnel',
  summary: 'tun-pair whose first real server has no tunnel to receive by, and passes all checks; failover must fail',
  realServers: tunPair.realServers.map((server, index) => (index === 0 ? { ...server, lacksTunnel: true } : server)),
  wrongOnPurpose: true,
};
