import { expect, test } from 'vitest';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import type { Judgement, Run, Verdict } from '../harness/model.ts';
import { runVerdict } from './run-verdict.ts';
import { verdictSentence } from './verdict-sentence.ts';

const { run } = syntheticRecording({ trialsPerFault: 1 });

function judgement(verdict: Verdict): Judgement {
  const none = { measured: null, predicted: null, bound: null, limit: null };
  return { check: 'detection-time', subject: 'kill-director', verdict, headline: 'It was so.', unit: 'ms', ...none };
}

test.each([
  ['a whole run passes', {}, 'pass', 'pass'],
  ['a whole run fails', {}, 'fail', 'fail'],
  ['an interrupted one is no pass', { status: 'interrupted' }, 'pass', 'unknown'],
  ['but what failed before has failed', { status: 'interrupted' }, 'fail', 'fail'],
  ['a kernel in trouble makes a failure unknown', { kernelTrouble: ['BUG: soft lockup'] }, 'fail', 'unknown'],
  ['and holes in the recording do', { recordingTrouble: ['tcpdump ended early'] }, 'fail', 'unknown'],
] as [string, Partial<Run>, Verdict, Verdict][])('%s', (_, change, judged, expected) => {
  expect(runVerdict({ ...run, status: 'judged', ...change }, [judgement(judged)])).toBe(expected);
});

test('the sentence names the holes', () => {
  const holed = { ...run, recordingTrouble: ['tcpdump ended early'] };
  expect(verdictSentence(holed, [judgement('fail')], 'unknown')).toContain('has holes');
  expect(verdictSentence(holed, [judgement('fail')], 'unknown')).toContain('tcpdump ended early');
});
