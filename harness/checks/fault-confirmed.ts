import { doubtOf, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { count } from './words.ts';

/** A fault that did nothing proves nothing, however well the cluster looked: such trials make the fault unknown. */
export const check: Check = {
  name: 'fault-confirmed',
  summary: 'Every fault was seen to have taken effect.',
  soundness: true,
  judge: (input) =>
    judgeByFault(input, {
      check: 'fault-confirmed',
      unit: '',
      find: (judged) => {
        const doubt = doubtOf(judged);
        return { verdict: doubt === null ? 'pass' : 'unknown', text: doubt ?? 'confirmed' };
      },
      passHeadline: (_, judged) => {
        const evidence = judged[0]?.trial.confirmation?.evidence ?? '';
        return `Seen to take effect in ${count(judged.length, 'trial')}: ${evidence}.`;
      },
    }),
};
