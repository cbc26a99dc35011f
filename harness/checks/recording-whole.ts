import { recordingDoubts } from '../measure/recording-doubts.ts';
import type { Check } from './check.ts';
import { troubleJudgement } from './trouble-judgement.ts';
import { count } from './words.ts';

/** What a probe missed is not in the recording, and what is not there, or contradicts itself, cannot be judged. */
export const check: Check = {
  name: 'recording-whole',
  summary: 'Every probe observed all the time, and nothing in the recording contradicts the rest.',
  soundness: true,
  judge({ recording }) {
    const { recordingTrouble } = recording.run;
    const doubts = recordingDoubts(recording);
    const troubles = [...recordingTrouble, ...doubts];
    const all = `${count(troubles.length, 'trouble')} in all`;
    const words = recordingTrouble.length > 0 ? 'The recording has holes' : 'The recording cannot be what was seen';
    return [
      troubleJudgement('recording-whole', troubles, {
        calm: 'Every probe observed all the time.',
        troubled: (first) => `${words}: ${first} (${all})`,
      }),
    ];
  },
};
