import type { Evidence } from '../measure/link-evidence.ts';
import { bottleneckWords, inTenths } from './load-words.ts';
import { count } from './words.ts';

/** Prediction and measurement may be so far apart, over the prediction. */
export const deviationLimit = 0.1;

/** Why a load says nothing of what links carry, with the numbers; null when it does. */
export function linkDoubt({ load, doubt, reason }: Evidence): string | null {
  if (doubt === null) return null;
  if (load === null) return reason ?? 'it was not measured';
  const { throughput } = load.trial;
  if (doubt === 'too-few') {
    const answered = `${count(throughput?.responses ?? 0, 'request')} answered with ${throughput?.connections ?? 0} under way`;
    return `only ${answered}: what each of them weighs is known to no better than ${inTenths(load.edgeError)}`;
  }
  if (doubt === 'failed') {
    const failed = (throughput?.errors ?? 0) + (throughput?.non2xx ?? 0);
    return `${count(failed, 'request')} failed besides ${throughput?.responses ?? 0} answers`;
  }
  return `of ${bottleneckWords(load)}, predicted to be full, ${inTenths(load.utilisation)} was used: something else than links limited the load`;
}
