import type { Measured, Run } from '../harness/model.ts';
import { counted } from './format.ts';

type Trials = Pick<Run, 'trials' | 'faults' | 'balanceTrials' | 'loadTrials'>;

/** Trials of every kind that a run has: of faults, of schedulers, of loads. */
export function trialCount({ trials, balanceTrials = [], loadTrials = [] }: Trials): number {
  return trials.length + balanceTrials.length + loadTrials.length;
}

/** What a run's judgements rest on: `20 trials of 4 faults`, `60 trials of 60 virtual services`. */
export function trialWords({ trials, faults, balanceTrials = [], loadTrials = [] }: Trials): string {
  const services = new Set(balanceTrials.map((one) => one.service)).size;
  const loads = new Set(loadTrials.map((one) => `${one.path} ${one.responseBytes} ${one.connectionUse}`)).size;
  const ofFaults = `${counted(trials.length, 'trial')} of ${counted(faults.length, 'fault')}`;
  const others = [
    ...(services === 0 ? [] : [`${counted(balanceTrials.length, 'trial')} of ${counted(services, 'virtual service')}`]),
    ...(loads === 0 ? [] : [`${counted(loadTrials.length, 'trial')} of ${counted(loads, 'load')}`]),
  ];
  return (faults.length === 0 && others.length > 0 ? others : [ofFaults, ...others]).join(' and ');
}

/**
 * Of how many trials a measured time tells, ` in 4 of 5`; nothing where of all. One in which service did not come back has
 * no failover time, and the others do not speak for it.
 */
export function inTrials({ trials }: Measured, all: readonly unknown[]): string {
  return trials === all.length ? '' : ` in ${trials} of ${all.length}`;
}
