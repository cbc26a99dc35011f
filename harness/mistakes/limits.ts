/** The mistake of a value that is no whole number from `low` to `high`; none when it is. */
export function wholeNumber(what: string, value: number, low: number, high: number): string[] {
  const right = Number.isInteger(value) && within(value, low, high);
  return right ? [] : [`${what} must be a whole number from ${low} to ${high}, got ${value}.`];
}

/** The mistake of a duration in ms that is not whole seconds from `low` to `high`; none when it is. */
export function wholeSeconds(what: string, valueMs: number, low: number, high: number): string[] {
  const right = valueMs % 1000 === 0 && within(valueMs, low * 1000, high * 1000);
  return right ? [] : [`${what} must be whole seconds, ${low} to ${high}, got ${valueMs} ms.`];
}

export function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** Every value that is there more than once, each once. */
export function repeated(values: string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const value of values) (seen.has(value) ? again : seen).add(value);
  return [...again];
}
