import type { Check } from './check.ts';
import { count } from './words.ts';

/** A kernel that complained of itself may have done anything: nothing that was measured on it is to be trusted. */
export const check: Check = {
  name: 'kernel-trouble',
  summary: "The engine's kernel did not report a bug of its own.",
  judge: ({ recording }) => {
    const lines = recording.run.kernelTrouble;
    const [first] = lines;
    return [
      {
        check: 'kernel-trouble',
        subject: 'run',
        verdict: first === undefined ? 'pass' : 'unknown',
        headline:
          first === undefined
            ? "The engine's kernel reported no trouble."
            : `The engine's kernel is not to be trusted: "${first}", ${count(lines.length, 'line')} of that kind.`,
        unit: '',
        measured: null,
        predicted: null,
        bound: null,
        limit: null,
      },
    ];
  },
};
