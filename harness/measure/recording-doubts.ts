import type { Recording } from '../model.ts';
import { advertsOfTheDead } from './doubts/adverts-of-the-dead.ts';
import { impossibleAnswers } from './doubts/impossible-answers.ts';
import { missingWitnesses } from './doubts/missing-witnesses.ts';
import { repeatedNumbers } from './doubts/repeated-numbers.ts';
import { requestSchedule } from './doubts/request-schedule.ts';
import { runTime } from './doubts/run-time.ts';
import { trialOrder } from './doubts/trial-order.ts';
import { unknownNames } from './doubts/unknown-names.ts';

/**
 * Why a recording cannot be what the harness saw, each in a sentence without its full stop: it contradicts itself, or lacks
 * what every run leaves behind. A seal shows that a recording was changed after it was closed; these look at what it says,
 * and so also find what was wrong before that, and in recordings that were never sealed.
 */
export function recordingDoubts(recording: Recording): string[] {
  return [
    trialOrder,
    missingWitnesses,
    requestSchedule,
    runTime,
    impossibleAnswers,
    unknownNames,
    repeatedNumbers,
    advertsOfTheDead,
  ].flatMap((doubtsOf) => doubtsOf(recording));
}
