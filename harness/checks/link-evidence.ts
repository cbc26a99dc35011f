import type { Evidence } from '../measure/link-evidence.ts';
import type { LoadTrial } from '../model.ts';
import { bottleneckWords, inTenths, linkWords } from './load-words.ts';
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
  if (doubt === 'other-link-full') {
    return `what was full is ${linkWords(load.fullest)} (${inTenths(load.fullest.utilisation)}), and not ${bottleneckWords(load)} as predicted, of which ${inTenths(load.utilisation)} was used`;
  }
  return `of ${bottleneckWords(load)}, predicted to be full, ${inTenths(load.utilisation)} was used: something else than links limited the load`;
}

/**
 * Whether the harness, or a machine that was busy with something else, is why a load is no evidence. What the cluster failed
 * at, and requests that it did not answer, are never left out.
 */
export function mayBeLeftOut({ doubt }: Evidence, { clusterFailed, throughput }: LoadTrial): boolean {
  return clusterFailed !== true && throughput?.responses !== 0 && doubt !== 'failed' && doubt !== 'other-link-full';
}
