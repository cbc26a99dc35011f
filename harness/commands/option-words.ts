import type { SuiteOptions } from './suite.ts';

/** Options as a command line has them, `--trials 3`; those without a value are left out. */
export function optionWords(given: readonly [option: string, value: string | number | undefined][]): string[] {
  return given.filter(([, value]) => value !== undefined).map(([option, value]) => `${option} ${value}`);
}

/** What options change of a suite itself, but for its number of trials and their order. */
export function changeWords(options: SuiteOptions): string[] {
  return optionWords([
    ['--scenario', options.scenario?.join(' ')],
    ['--topology', options.topology],
    ['--fault', options.fault?.join(' ')],
    ['--advert-interval', options.advertInterval],
    ['--probe-interval', options.probeInterval],
    ['--link-rate', options.linkRate],
    ['--real-servers', options.realServers],
    ...(options.threshold ?? []).map((one): [string, string] => ['--threshold', quoted(one)]),
  ]);
}

/** As a POSIX shell reads it as one word, whatever is in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same, quoted only where a shell would not take it for one word as it is: names of folders, mostly. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word);
}
