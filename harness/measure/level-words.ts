/** A strength in the unit of its fault, for a headline: times in seconds (`3.050 s`), counts and percentages as they are. */
export function inLevelUnit(level: number, unit: string): string {
  if (unit === 'ms') return `${(level / 1000).toFixed(3)} s`;
  const number = String(Number(level.toFixed(3)));
  return level === 1 && !unit.includes(' ') ? `1 ${unit.replace(/s$/, '')}` : `${number} ${unit}`;
}
