import type { Topology } from '../../harness/model.ts';
import { topology as tunPair } from '../tun-pair.ts';

/**
 * Wrong on purpose: the real servers' segment size leaves room for the headers of their own packets, as on any link of
 * 1500 B, and none for those of the tunnel that requests come by.
 */
export const topology: Topology = {
  ...tunPair,
  name: 'known-bad/tun-clamp-too-high',
  summary: 'tun-pair with a clamp of 1460 B, which is 20 B too much for a tunnel; forwarding must fail',
  realServerAdvmss: 1460,
};
