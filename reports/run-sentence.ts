import { balanceSentence } from './sentences/balance.ts';
import { disruptionSentence } from './sentences/disruption.ts';
import { failoverSentence } from './sentences/failover.ts';
import { forwardingSentence } from './sentences/forwarding.ts';
import { headlinesOf } from './sentences/headlines.ts';
import { healthSentence } from './sentences/health.ts';
import type { Sentence, Told } from './sentences/sentence.ts';
import { splitBrainSentence } from './sentences/split-brain.ts';

/** Checks whose many judgements have a sentence of their own; of any other, headlines tell. */
const sentences: Record<string, Sentence> = {
  'failover-time': failoverSentence,
  'removal-time': healthSentence,
  'dual-master': splitBrainSentence,
  'balance-sequence': balanceSentence,
  disruption: disruptionSentence,
  'forwarding-ratio': forwardingSentence,
};

/** Checks that ask whether a run can be trusted, or what other checks rest on: never the answer to its question. */
const aside = [
  'fault-confirmed',
  'detection-time',
  'single-holder',
  'request-outcomes',
  'prober-lateness',
  'recording-whole',
  'kernel-trouble',
  'no-role-change',
  'threshold',
];

/**
 * What the run found, for somebody on call, in one sentence: by the first of its checks that answers its question and
 * proved something. Null where none did, and where the engine or the recording cannot be trusted.
 */
export function runSentence(told: Told): string | null {
  const { run } = told;
  if (run.kernelTrouble.length > 0 || run.recordingTrouble.length > 0) return null;
  for (const check of run.checks) {
    if (aside.includes(check)) continue;
    const sentence = sentences[check]?.(told) ?? headlinesOf(told, check);
    if (sentence !== null) return sentence;
  }
  return null;
}
