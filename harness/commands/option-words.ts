/** Options as a command line has them, `--trials 3`; those without a value are left out. */
export function optionWords(given: readonly [option: string, value: string | number | undefined][]): string[] {
  return given.filter(([, value]) => value !== undefined).map(([option, value]) => `${option} ${value}`);
}
