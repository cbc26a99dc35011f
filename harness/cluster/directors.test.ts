import { expect, test } from 'vitest';
import { topology as localNode } from '../../topologies/dr-localnode.ts';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { directorState } from './directors.ts';

/** A director's own address, and the VIP on so many interfaces. */
const trie = (times: number) =>
  `Local:\n        |-- 198.18.0.11\n           /32 host LOCAL\n        |-- 198.18.0.100\n${'           /32 host LOCAL\n'.repeat(times)}`;

test('a director holds the VIP that it has on its link', () => {
  expect(directorState(drPair, 'director-1', trie(1), '')).toMatchObject({ alive: true, vips: ['198.18.0.100'] });
  expect(directorState(drPair, 'director-1', trie(0), '')).toMatchObject({ alive: true, vips: [] });
});

test('on lo, where one that is a real server has it always, is not to hold it', () => {
  expect(directorState(localNode, 'director-1', trie(1), '').vips).toEqual([]);
  expect(directorState(localNode, 'director-1', trie(2), '').vips).toEqual(['198.18.0.100']);
});

test('a dead one holds nothing', () => {
  expect(directorState(drPair, 'director-1', null, null)).toEqual({
    name: 'director-1',
    alive: false,
    vips: [],
    ipvsTable: '',
  });
});
