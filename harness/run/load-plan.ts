import { serviceFor } from '../ipvs/services.ts';
import type { Comparison, LoadTrial, Scenario, Topology } from '../model.ts';
import { seededRandom, shuffled } from '../stats/seeded-random.ts';

/** One load to come. */
export type PlannedLoad = Pick<LoadTrial, 'index' | 'round' | 'path' | 'responseBytes' | 'connectionUse'>;

/**
 * Rounds of every path with every size of answers and use of connections. What is compared is the paths, so those of one
 * size and use run one right after the other, A B C; in which order, and which size comes when, is drawn for each round.
 */
export function orderLoads(comparison: Comparison, rounds: number, seed: number): PlannedLoad[] {
  const random = seededRandom(seed);
  const { paths, responseBytes, connectionUses } = comparison;
  const kinds = responseBytes.flatMap((bytes) => connectionUses.map((use) => ({ bytes, use })));
  const loads: PlannedLoad[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = shuffled(paths, random);
    for (const { bytes, use } of shuffled(kinds, random)) {
      for (const path of order) {
        loads.push({ index: loads.length + 1, round, path, responseBytes: bytes, connectionUse: use });
      }
    }
  }
  return loads;
}

/** Slow enough to fill on any machine, and what tc still takes; bits per second. */
const linkRates = { least: 100_000, most: 10_000_000_000 };

/** What keeps a scenario from comparing as it is told to, in words; empty when nothing does. */
export function comparisonMistakes(
  { comparison }: Pick<Scenario, 'comparison'>,
  topology: Topology,
  { linkBitsPerSecond: bits }: { linkBitsPerSecond?: number | undefined },
): string[] {
  if (comparison === undefined) return [];
  const fits = bits === undefined || (bits >= linkRates.least && bits <= linkRates.most);
  return [
    ...(fits
      ? []
      : ['--link-rate must be a rate as tc writes it, such as 1.5mbit or 800kbit, from 100kbit to 10gbit.']),
    ...comparison.paths
      .filter((path) => serviceFor(topology, path) === undefined)
      .map((path) => `Topology '${topology.name}' has no virtual service that is forwarded by ${path}.`),
  ];
}

const units: { [unit: string]: number } = { '': 1, bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/** Bits per second of a rate as tc(8) writes it, `1.5mbit`; NaN where it is none. */
export function parseLinkRate(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return number === '' || factor === undefined ? Number.NaN : Math.round(Number(number) * factor);
}
