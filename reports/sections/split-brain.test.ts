import { expect, test } from 'vitest';
import {
  adverts,
  deafBackup,
  every,
  holds,
  quietFault,
  scripted,
  trialAt,
} from '../../harness/measure/scripted-run.ts';
import { syntheticRecording, syntheticTopology } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import type { Recording } from '../../harness/model.ts';
import { splitBrainSection } from './split-brain.ts';

function rowsOf(recording: Recording): string[][] {
  const trials = measureRun(recording).map((measurement) => ({
    measurement,
    timeline: null,
    drawing: null,
    chart: null,
  }));
  const markup = splitBrainSection({ recording, trials })?.body.markup ?? '';
  return [...markup.matchAll(/<tbody>(.*?)<\/tbody>/gs)].flatMap((body) =>
    (body[1] ?? '')
      .split('<tr')
      .slice(1)
      .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) => cell[1] ?? '')),
  );
}

test('two masters, predicted beside measured, and whom the client reached', () => {
  const recording = scripted({
    faults: [quietFault('deafen-backup')],
    trials: [trialAt('deafen-backup', { target: 'director-2' })],
    observations: deafBackup(),
  });
  expect(rowsOf(recording)).toEqual([
    [
      '1',
      'deafen-backup',
      'director-2',
      'the last advert it heard',
      '3.649 s',
      '3.648 s',
      '2.551 s',
      '2.552 s',
      '2.550 s',
      '0 ms',
      '0 requests',
    ],
    ['1', 'deafen-backup', 'director-1 100.0 %, director-2 0.0 %', '2', 'none', '449 ms', '449 ms', '0 ms'],
  ]);
});

test('times of holders are left out where nobody watched who holds the VIP', () => {
  const recording = scripted({
    faults: [quietFault('deafen-backup')],
    trials: [trialAt('deafen-backup', { target: 'director-2' })],
    observations: deafBackup().filter(({ series }) => series !== 'vip-holder'),
  });
  const [masters, client] = rowsOf(recording);
  expect(masters?.slice(-3)).toEqual(['–', '–', '0 requests']);
  expect(client?.slice(-3)).toEqual(['–', '–', '–']);
});

test('another cluster', () => {
  const stranger = {
    name: 'stranger-1',
    address: '198.18.0.13',
    priority: 110,
    vip: '198.18.0.200',
    virtualRouterId: 51,
  };
  const recording = scripted({
    topology: syntheticTopology({ strangers: [stranger] }),
    faults: [quietFault('second-pair')],
    trials: [trialAt('second-pair')],
    observations: [
      ...adverts(1, every(1000, 5000, 20_000)),
      ...adverts(3, every(1000, 14_120, 16_120)),
      holds(1, 1000, true),
    ],
  });
  expect(rowsOf(recording)[0]?.slice(1, 10)).toEqual([
    'second-pair',
    'stranger-1',
    '–',
    '–',
    '–',
    '2.080 s',
    '1.629 .. 2.130 s',
    '0 ms',
    '0 ms',
  ]);
});

test('no section without such faults', () => {
  expect(splitBrainSection({ recording: syntheticRecording({ trialsPerFault: 1 }), trials: [] })).toBeNull();
});
