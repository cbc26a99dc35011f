import type { Topology } from '../model.ts';

/** The topology's virtual addresses, each once. */
export function vipsOf({ virtualServices }: Pick<Topology, 'virtualServices'>): string[] {
  return [...new Set(virtualServices.map(({ vip }) => vip))];
}
