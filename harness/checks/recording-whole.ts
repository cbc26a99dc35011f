import type { Check } from './check.ts';
import { troubleJudgement } from './trouble-judgement.ts';
import { count } from './words.ts';

/** What a probe missed is not in the recording, and what is not there cannot be judged. */
export const check: Check = {
  name: 'recording-whole',
  summary: 'Every probe observed all the time.',
  soundness: true,
  judge({ recording }) {
    const { recordingTrouble } = recording.run;
    const all = `${count(recordingTrouble.length, 'trouble')} in all`;
    return [
      troubleJudgement('recording-whole', recordingTrouble, {
        calm: 'Every probe observed all the time.',
        troubled: (first) => `The recording has holes: ${first} (${all})`,
      }),
    ];
  },
};
