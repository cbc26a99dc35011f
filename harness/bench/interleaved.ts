import type { BenchContext } from './benchmark.ts';

/**
 * Measures all contenders in turn, A B A B, as many times as the context asks for, so that a drift of the machine meets
 * them alike. `warmUp`: each runs once before that, uncounted. Returns the samples of each, round by round. Ends with the
 * signal's reason when it is aborted.
 */
export async function interleaved<Name extends string, Sample>(
  context: Pick<BenchContext, 'rounds' | 'signal' | 'log' | 'look'>,
  contenders: Readonly<Record<Name, () => Promise<Sample>>>,
  options: { warmUp?: boolean } = {},
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = options.warmUp === true ? 0 : 1; round <= context.rounds; round += 1) {
    for (const name of names) {
      context.signal.throwIfAborted();
      context.log(round === 0 ? `warming up: ${name}` : `round ${round} of ${context.rounds}: ${name}`);
      if (round > 0) await context.look();
      const sample = await contenders[name]();
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
}
