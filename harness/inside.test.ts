import { expect, test } from 'vitest';
import { topology as drPair } from '../topologies/dr-pair.ts';
import { topology as natPair } from '../topologies/nat-pair.ts';
import { listenerAddressOf, sourcesOf } from './inside.ts';
import type { Client } from './model.ts';

const client: Client = {
  name: 'client-1',
  address: '198.18.0.31',
  sourceAddresses: ['198.18.0.41', '198.18.0.42'],
  farAddress: '198.19.0.5',
};
const near = ['198.18.0.31', '198.18.0.41', '198.18.0.42'];
const oneArm = { inside: { vip: '198.18.0.99' } };
const twoArms = { inside: { vip: '198.18.1.99', subnet: '198.18.1.0/24' } };

test('NAT in one network is asked from afar, all else from every address of the client', () => {
  expect(sourcesOf(oneArm, client, { forwardingMethod: 'NAT' })).toEqual(['198.19.0.5']);
  expect(sourcesOf(oneArm, client, { forwardingMethod: 'DR' })).toEqual(near);
  expect(sourcesOf(oneArm, client, { forwardingMethod: 'TUN' })).toEqual(near);
  expect(sourcesOf(twoArms, client, { forwardingMethod: 'NAT' })).toEqual(near);
  expect(sourcesOf({}, client, { forwardingMethod: 'NAT' })).toEqual(near);
});

test('whoever listens inside takes the last address that nobody has', () => {
  expect(listenerAddressOf(drPair)).toBe(undefined);
  expect(listenerAddressOf(natPair)).toBe('198.18.1.254');
  const taken = natPair.realServers.map((server) => ({ ...server, address: '198.18.1.254' }));
  expect(listenerAddressOf({ ...natPair, realServers: taken })).toBe('198.18.1.253');
});
