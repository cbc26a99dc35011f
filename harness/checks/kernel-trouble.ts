import type { Check } from './check.ts';
import { troubleJudgement } from './trouble-judgement.ts';
import { count } from './words.ts';

/** A kernel that complained of itself may have done anything: nothing that was measured on it is to be trusted. */
export const check: Check = {
  name: 'kernel-trouble',
  summary: "The engine's kernel did not report a bug of its own.",
  soundness: true,
  judge({ recording }) {
    const { kernelTrouble } = recording.run;
    const lines = `${count(kernelTrouble.length, 'line')} of that kind`;
    return [
      troubleJudgement('kernel-trouble', kernelTrouble, {
        calm: "The engine's kernel reported no trouble.",
        troubled: (first) => `The engine's kernel is not to be trusted: "${first}", ${lines}.`,
      }),
    ];
  },
};
