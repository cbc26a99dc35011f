import type { Run } from '../harness/model.ts';

/** Whether a prober asked all the time, and faults struck meanwhile: not where schedulers or paths were judged by loads of their own. */
export function hasProber({ balanceTrials, loadTrials }: Pick<Run, 'balanceTrials' | 'loadTrials'>): boolean {
  return balanceTrials === undefined && loadTrials === undefined;
}
