import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Topology } from '../model.ts';
import { topologyMistakes } from '../topology-mistakes.ts';

/** For tests: the mistakes of a good topology after one change, a line each. */
export function mistakesAfter(change: (topology: Topology) => void): string {
  const topology = structuredClone(syntheticTopology());
  change(topology);
  return topologyMistakes(topology).join('\n');
}

/** For tests: the first of a list. Throws when there is none. */
export function first<T>(list: T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('the list is empty');
  return one;
}
