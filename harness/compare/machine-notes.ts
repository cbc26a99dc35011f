import type { Run } from '../model.ts';
import type { RunOfSet } from './run-set.ts';

/** Memory that differs by less is the same: kernels keep some for themselves, and not always as much. */
const sameMemory = 0.05;

/** What runs were made on. Undefined: the run does not say. */
const facts: { what: string; of(run: Run): string | number | undefined; memory?: true }[] = [
  { what: 'the model of the processors', of: ({ machine }) => machine?.cpuModel },
  { what: 'the number of processors', of: ({ machine }) => machine?.cpus },
  { what: 'the memory of the machine', of: ({ machine }) => machine?.memoryBytes, memory: true },
  { what: 'the number of the engine’s processors', of: ({ engine }) => engine.cpus },
  { what: 'the memory of the engine', of: ({ engine }) => engine.memoryBytes, memory: true },
];

/**
 * In what the machines differ on which sets were measured, in words. It is not refused: to compare machines may be what is
 * wanted; but what differs then need not be the cluster's doing.
 */
export function machineNotes(sets: readonly { label: string; used: readonly RunOfSet[] }[]): string[] {
  return facts.flatMap(({ what, of, memory }) => {
    const told = sets.flatMap(({ label, used }) => {
      const values = new Set(used.flatMap(({ run }) => of(run) ?? []));
      return values.size === 0 ? [] : [{ label, values: [...values] }];
    });
    if (!differ(told.flatMap(({ values }) => values))) return [];
    const sides = told.map(
      ({ label, values }) => `${values.map((one) => (memory ? inGib(one) : one)).join(' and ')} in ${label}`,
    );
    return [`Machines differ: ${what} is ${sides.join(', ')}.`];
  });
}

function differ(values: readonly (string | number)[]): boolean {
  const numbers = values.filter((one) => typeof one === 'number');
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length === values.length) return most > least * (1 + sameMemory);
  return new Set(values).size > 1;
}

function inGib(bytes: string | number): string {
  return `${(Number(bytes) / 2 ** 30).toFixed(1)} GiB`;
}
