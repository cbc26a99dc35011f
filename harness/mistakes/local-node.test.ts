import { expect, test } from 'vitest';
import { topology } from '../../topologies/dr-localnode.ts';
import type { RealServer, Topology } from '../model.ts';
import { topologyMistakes } from '../topology-mistakes.ts';

const [first, , third] = topology.realServers as [RealServer, RealServer, RealServer];
const mistakesOf = (changes: Partial<Topology>) => topologyMistakes({ ...topology, ...changes });

test('a director may be a real server, with the same address', () => {
  expect(topologyMistakes(topology)).toEqual([]);
});

test('it must be one, with its own address, and only one', () => {
  expect(mistakesOf({ realServers: [{ ...first, on: 'director-3' }, third] })).toEqual([
    "real-server-1 is said to be on 'director-3', which is no director.",
  ]);
  expect(mistakesOf({ realServers: [{ ...first, address: '198.18.0.21' }, third] })).toEqual([
    'real-server-1 must have the address of director-1, 198.18.0.11, got 198.18.0.21.',
  ]);
  expect(mistakesOf({ realServers: [first, { ...first, name: 'real-server-4' }, third] })).toContain(
    'director-1 must be one real server, not several.',
  );
  expect(mistakesOf({ realServers: [{ ...first, lacksTunnel: true }, third] })).toEqual([
    "lacksTunnel of real-server-1 is without effect: it shares a director's host.",
  ]);
});

test('two of them need what keeps packets from going in a circle; one alone has nobody to send them to', () => {
  const circle = /in a circle/;
  const { syncDaemon: _, ...unsynced } = topology;
  expect(topologyMistakes(unsynced)).toEqual([expect.stringMatching(circle)]);
  expect(mistakesOf({ directorSysctls: {} })).toEqual([expect.stringMatching(circle)]);
  expect(mistakesOf({ directorSysctls: {}, wrongOnPurpose: true })).toEqual([]);
  expect(mistakesOf({ directorSysctls: {}, realServers: [first, third] })).toEqual([]);
});

test('they take the VIP on lo, which is direct routing', () => {
  const virtualServices = topology.virtualServices.map((one) => ({ ...one, forwardingMethod: 'TUN' as const }));
  expect(mistakesOf({ virtualServices })).toEqual([expect.stringMatching(/must be forwarded by DR, not TUN/)]);
});
