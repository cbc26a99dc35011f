import type { Run } from '../model.ts';

/**
 * What must be the same for numbers to be compared: what each field is of a run. Values are plain data; what only names a
 * thing (a topology's name, a fault's colour) is not part of it.
 */
export const comparableFields = {
  suite: ({ suite }: Run) => suite,
  scenario: ({ scenario }: Run) => scenario.name,
  topology: topologyContent,
  kernel: ({ versions }: Run) => versions.kernel,
  keepalived: ({ versions }: Run) => versions.keepalived,
  'advert-interval': ({ topology }: Run) => `${topology.vrrp.advertIntervalMs} ms`,
  probe: ({ probe }: Run) => probe,
  trials: ({ trialsPerFault }: Run) => trialsPerFault,
  phases: ({ trials }: Run) => sorted(trials.map(({ phase }) => phase)),
  engine: ({ engine }: Run) => engine.kind,
  faults: faultsOf,
  'link-rate': ({ comparison }: Run) =>
    comparison?.linkBitsPerSecond === undefined ? 'not limited' : `${comparison.linkBitsPerSecond} bit/s`,
  load: loadOf,
} satisfies Record<string, (run: Run) => unknown>;

/** What users call a field. */
export type FieldName = keyof typeof comparableFields;

/** All of them, in the order in which they are told. */
export const fieldNames = Object.keys(comparableFields) as FieldName[];

/** The interval is a field of its own, so that whoever may differ in one of the two need not in the other. */
function topologyContent({ topology }: Run): unknown {
  const { name: _name, summary: _summary, vrrp, ...content } = topology;
  const { advertIntervalMs: _interval, ...instance } = vrrp;
  return { ...content, vrrp: instance };
}

/** With their levels; the order of the trials is the seed's, and no difference. */
function faultsOf({ faults, trials }: Run): string[] {
  return sorted([
    ...faults.map(({ name }) => name),
    ...trials.filter(({ level }) => level !== undefined).map(({ fault, level }) => `${fault} at ${level}`),
  ]);
}

/** Of runs that send loads instead of faults; that of runs that send traffic goes with the scenario. */
function loadOf({ comparison }: Run): unknown {
  const { linkBitsPerSecond: _rate, ...load } = comparison ?? {};
  return load;
}

/** Each once, in an order of their own. */
function sorted<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
