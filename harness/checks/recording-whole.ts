import type { Check } from './check.ts';
import { count } from './words.ts';

/** What a probe missed is not in the recording, and what is not there cannot be judged. */
export const check: Check = {
  name: 'recording-whole',
  summary: 'Every probe observed all the time.',
  judge: ({ recording }) => {
    const troubles = recording.run.recordingTrouble;
    const [first] = troubles;
    return [
      {
        check: 'recording-whole',
        subject: 'run',
        verdict: first === undefined ? 'pass' : 'unknown',
        headline:
          first === undefined
            ? 'Every probe observed all the time.'
            : `The recording has holes: ${first} (${count(troubles.length, 'trouble')} in all)`,
        unit: '',
        measured: null,
        predicted: null,
        bound: null,
        limit: null,
      },
    ];
  },
};
