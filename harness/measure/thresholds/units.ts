/** What may stand behind a number of a metric with this unit, and by what it is to be multiplied; nothing is the unit itself. */
export function unitFactors(unit: string): ReadonlyMap<string, number> {
  return new Map([['', 1], ...(others[unit] ?? [[unit, 1]])]);
}

const others: Readonly<Record<string, [string, number][]>> = {
  ms: [
    ['ms', 1],
    ['s', 1000],
  ],
  B: [
    ['B', 1],
    // As sizes of loads are told (harness/measure/loads.ts).
    ['KB', 1024],
  ],
  // Ratios, told with what they are ratios to.
  '× direct': [['x', 1]],
  '× NAT': [['x', 1]],
};
