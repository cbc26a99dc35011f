import type { Run } from '../model.ts';
import type { RunSet } from './run-set.ts';

/** What may tell sets apart in a word. */
const traits: ((run: Run) => string)[] = [
  ({ topology }) => topology.name,
  ({ scenario }) => scenario.name,
  ({ versions }) => `kernel ${versions.kernel}`,
  ({ versions }) => versions.keepalived,
  ({ topology }) => `adverts every ${topology.vrrp.advertIntervalMs} ms`,
];

/**
 * What each set is called: `baseline` and `candidate`, or `candidate 1` and so on; with that by which one can tell them
 * apart, where every set has one of its own: `candidate 1 tun-pair`.
 */
export function labelled(sets: readonly Pick<RunSet, 'runs'>[]): RunSet[] {
  const telling = traits.find((trait) => {
    const each = sets.map(({ runs }) => [...new Set(runs.map(({ run }) => trait(run)))]);
    return each.every((values) => values.length === 1) && new Set(each.flat()).size === sets.length;
  });
  return sets.map(({ runs }, index) => {
    const role = index === 0 ? 'baseline' : sets.length === 2 ? 'candidate' : `candidate ${index}`;
    const [first] = runs;
    return { label: telling === undefined || !first ? role : `${role} ${telling(first.run)}`, runs };
  });
}
