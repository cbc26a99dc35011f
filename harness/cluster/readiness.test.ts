import { expect, test } from 'vitest';
import { topology } from '../../topologies/dr-pair.ts';
import type { DirectorState } from './directors.ts';
import { enoughAnswers, serviceState } from './readiness.ts';

const vip = '198.18.0.100';
const line = (lastByte: string, weight: number) =>
  `  -> C61200${lastByte}:0050      Route   ${weight}      0          0\n`;
const head =
  'IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  C6120064:0050 rr \n';
const full = `${head}${line('17', 1)}${line('16', 1)}${line('15', 1)}`;

function state(name: string, change: Partial<DirectorState> = {}): DirectorState {
  return { name, alive: true, vips: [], ipvsTable: full, ...change };
}

test('ready: one director, the preferred one, with every real server', () => {
  expect(serviceState(topology, [state('director-1', { vips: [vip] }), state('director-2')]).holds).toBe(true);
});

test.each([
  ['nobody holds the VIP', [state('director-1'), state('director-2')]],
  ['both hold it', [state('director-1', { vips: [vip] }), state('director-2', { vips: [vip] })]],
  ['the one that will be preempted holds it', [state('director-1'), state('director-2', { vips: [vip] })]],
  [
    'the holder lacks a real server',
    [state('director-1', { vips: [vip], ipvsTable: head + line('15', 1) + line('16', 1) })],
  ],
  [
    'a real server has another weight',
    [state('director-1', { vips: [vip], ipvsTable: full.replace('1      0', '0      0') })],
  ],
  ['the holder has no table', [state('director-1', { vips: [vip], ipvsTable: '' })]],
])('not ready: %s', (_, states) => {
  expect(serviceState(topology, states).holds).toBe(false);
});

test('what was seen is told in words', () => {
  const { saw } = serviceState(topology, [
    state('director-1', { vips: [vip], ipvsTable: head + line('15', 1) }),
    state('director-2', { alive: false, ipvsTable: '' }),
  ]);
  expect(saw).toBe('director-1 holds 198.18.0.100 and lacks real-server-2, real-server-3; director-2 is dead.');
});

test('three answers from each real server, and not from only two of them', () => {
  const two = new Map([
    ['real-server-1', 9],
    ['real-server-2', 9],
  ]);
  expect(enoughAnswers(topology, 'rr', two)).toBe(false);
  expect(enoughAnswers(topology, 'rr', new Map([...two, ['real-server-3', 2]]))).toBe(false);
  expect(enoughAnswers(topology, 'rr', new Map([...two, ['real-server-3', 3]]))).toBe(true);
});

test('a real server without weight need not answer; a hashing scheduler reaches one of them', () => {
  const quiesced = {
    ...topology,
    realServers: topology.realServers.map((one, i) => ({ ...one, weight: i === 2 ? 0 : 1 })),
  };
  expect(
    enoughAnswers(
      quiesced,
      'rr',
      new Map([
        ['real-server-1', 3],
        ['real-server-2', 3],
      ]),
    ),
  ).toBe(true);
  expect(enoughAnswers(topology, 'sh', new Map([['real-server-2', 3]]))).toBe(true);
  expect(enoughAnswers(topology, 'sh', new Map())).toBe(false);
});
