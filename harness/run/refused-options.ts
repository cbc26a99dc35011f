import type { Scenario } from '../model.ts';
import type { PlanOptions } from './plan.ts';

/**
 * Options that a scenario cannot obey, in words, and what to do about them; empty when it can obey all that were given.
 * They are refused, not ignored: nobody shall take a run for what it is not.
 */
export function optionMistakes(
  suite: string,
  { name, balance, comparison }: Pick<Scenario, 'name' | 'balance' | 'comparison'>,
  { faults, trials, probeIntervalMs, linkBitsPerSecond }: PlanOptions,
): string[] {
  const without = balance !== undefined || comparison !== undefined;
  const refused: string[] = [];
  if (without && faults !== undefined) refused.push(`Scenario ${name} has no faults, so --fault says nothing.`);
  if (balance !== undefined && trials !== undefined && trials !== 1)
    refused.push(`Scenario ${name} sends its traffic once: --trials must be 1.`);
  if (without && probeIntervalMs !== undefined)
    refused.push(`Scenario ${name} has no prober, so --probe-interval says nothing.`);
  if (comparison === undefined && linkBitsPerSecond !== undefined)
    refused.push(`Scenario ${name} compares no loads, so --link-rate says nothing.`);
  if (comparison !== undefined && comparison.linkBitsPerSecond === undefined && linkBitsPerSecond !== undefined)
    refused.push(`Scenario ${name} compares loads through links that nothing limits, so --link-rate would spoil it.`);
  return refused.map((one) => `${one} Leave it out, or choose another scenario of ${suite} with --scenario.`);
}
