import { expect, test } from 'vitest';
import { topology } from '../../topologies/tun-pair.ts';
import { topologyMistakes } from '../topology-mistakes.ts';

test('limits to segments and packets are what hosts must take, and links can', () => {
  expect(topologyMistakes({ ...topology, realServerAdvmss: 1440, clientRouteMtu: 1480 })).toEqual([]);
  expect(topologyMistakes({ ...topology, realServerAdvmss: 535, clientRouteMtu: 1501 })).toEqual([
    'realServerAdvmss must be a whole number from 536 to 1460, got 535.',
    'clientRouteMtu must be a whole number from 576 to 1500, got 1501.',
  ]);
});
