import { expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { judged } from './judged.ts';
import { check } from './recording-whole.ts';

test('a whole recording', () => {
  expect(judged(check, syntheticRecording()).run).toMatchObject({ verdict: 'pass' });
});

test('a recording with holes is unknown, and says what is missing', () => {
  const recordingTrouble = ['tcpdump dropped 12 packets', 'the prober ended early'];
  const judgement = judged(check, syntheticRecording({ run: { recordingTrouble } })).run;
  expect(judgement).toMatchObject({ verdict: 'unknown' });
  expect(judgement?.headline).toContain('tcpdump dropped 12 packets (2 troubles in all)');
});
