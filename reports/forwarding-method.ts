import type { ForwardingMethod, Run } from '../harness/model.ts';

/** The method of all services of the run that its prober asks; null where there are several. */
export function methodOf({ topology }: Run): ForwardingMethod | null {
  const found = new Set(
    topology.virtualServices.filter(({ untouched }) => untouched !== true).map((one) => one.forwardingMethod),
  );
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
