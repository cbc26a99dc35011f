import { expect, test } from 'vitest';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { topology as tunPair } from '../../topologies/tun-pair.ts';
import type { Topology, VirtualService } from '../model.ts';
import { firstStalledRequestBytes, hasPathMtuCure, withoutPathMtuCure } from './path-mtu.ts';

const first = (topology: Topology): number | null =>
  firstStalledRequestBytes(topology, topology.virtualServices[0] as VirtualService);

test('1480 B fit the tunnel: 1428 B of a request beside the headers and timestamps, seen on Linux 7.2', () => {
  expect(first(tunPair)).toBe(1429);
  expect(hasPathMtuCure(tunPair)).toBe(false);
});

test('without a tunnel what the client may send fits', () => {
  expect(first(drPair)).toBeNull();
});

test('a clamp or a route cures it when it is small enough, and a byte more does not', () => {
  expect(first({ ...tunPair, realServerAdvmss: 1440 })).toBeNull();
  expect(first({ ...tunPair, realServerAdvmss: 1441 })).toBe(1429);
  expect(first({ ...tunPair, clientRouteMtu: 1480 })).toBeNull();
  expect(first({ ...tunPair, clientRouteMtu: 1481 })).toBe(1429);
  expect(hasPathMtuCure({ ...tunPair, realServerAdvmss: 1460 })).toBe(true);
  expect(hasPathMtuCure({ ...tunPair, clientRouteMtu: 1480 })).toBe(true);
});

test('directors that do not care for "don’t fragment" cut what does not fit', () => {
  expect(first({ ...tunPair, directorSysctls: { 'net.ipv4.vs.pmtu_disc': '0' } })).toBeNull();
  expect(first({ ...tunPair, directorSysctls: { 'net.ipv4.vs.pmtu_disc': '1' } })).toBe(1429);
  const all = { realServerAdvmss: 1440, clientRouteMtu: 1480, directorSysctls: { 'net.ipv4.vs.pmtu_disc': '0' } };
  expect(first(withoutPathMtuCure({ ...tunPair, ...all }))).toBe(1429);
});
