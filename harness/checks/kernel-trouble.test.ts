import { expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { judged } from './judged.ts';
import { check } from './kernel-trouble.ts';

test('a quiet kernel', () => {
  expect(judged(check, syntheticRecording()).run).toMatchObject({ verdict: 'pass' });
});

test('a kernel that complained makes everything unknown', () => {
  const kernelTrouble = ['BUG: Bad page map in process sh', 'Call Trace:'];
  expect(judged(check, syntheticRecording({ run: { kernelTrouble } })).run).toMatchObject({
    verdict: 'unknown',
    headline: 'The engine\'s kernel is not to be trusted: "BUG: Bad page map in process sh", 2 lines of that kind.',
  });
});
