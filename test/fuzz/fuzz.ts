import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { DrillError } from '../../harness/errors.ts';

/** So many cases of each property in the unit suite; `npm run fuzz` asks for 10 000. */
const shortCases = 150;
/** A case that takes longer hangs, or takes a time that is not in proportion to its input, ms. */
export const longestCaseMs = 5000;

/** What waits for this long waits for ever, also on a machine that has much else to do, ms. */
const givenUpMs = 30_000;

/** How many cases, and which: from LVS_DRILL_FUZZ_CASES and LVS_DRILL_FUZZ_SEED. The short form is the same each time. */
export function fuzzSettings(env: NodeJS.ProcessEnv = process.env): { numRuns: number; seed: number } {
  const cases = Number(env.LVS_DRILL_FUZZ_CASES ?? shortCases);
  const seed = Number(env.LVS_DRILL_FUZZ_SEED ?? (cases > shortCases ? Date.now() % 2 ** 31 : 1));
  if (!Number.isInteger(cases) || cases < 1)
    throw new Error(`LVS_DRILL_FUZZ_CASES must be a whole number, got ${cases}`);
  if (!Number.isInteger(seed)) throw new Error(`LVS_DRILL_FUZZ_SEED must be a whole number, got ${seed}`);
  return { numRuns: cases, seed };
}

/**
 * Holds a property for every case. Of one that does not hold, the smallest that fast-check finds is in the error, with the
 * seed that finds it again. `share`: of the number of cases, where each costs more than others'.
 */
export async function everyCase<T>(
  arbitrary: fc.Arbitrary<T>,
  holds: (one: T) => void | Promise<void>,
  { share = 1, examples = [] }: { share?: number; examples?: T[] } = {},
): Promise<void> {
  const { numRuns, seed } = fuzzSettings();
  const most = Math.max(examples.length, 1, Math.ceil(numRuns * share));
  if (numRuns > shortCases) console.log(`${most} cases, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(arbitrary, async (one) => holds(one)),
    { numRuns: most, seed, examples: examples.map((one): [T] => [one]) },
  );
}

const runCase = '__lvsDrillFuzzCase';

/**
 * What a reader says of hostile input: its value, or the `DrillError` that it threw. Anything else that it throws is a
 * defect, and so is one that does not come to an end: synchronous code is stopped, also in the middle of a regular
 * expression.
 */
export function outcomeOf<T>(read: () => T): { value: T } | { refused: DrillError } {
  const scope = globalThis as unknown as Record<string, () => T>;
  scope[runCase] = read;
  try {
    return { value: runInThisContext(`globalThis.${runCase}()`, { timeout: longestCaseMs }) as T };
  } catch (thrown) {
    return { refused: asRefusal(thrown) };
  } finally {
    delete scope[runCase];
  }
}

/** The same for what is asynchronous, which is given up instead of stopped. */
export async function outcomeOfAsync<T>(read: () => Promise<T>): Promise<{ value: T } | { refused: DrillError }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not at an end after ${givenUpMs} ms`)), givenUpMs);
  });
  try {
    return { value: await Promise.race([read(), late]) };
  } catch (thrown) {
    return { refused: asRefusal(thrown) };
  } finally {
    clearTimeout(timer);
  }
}

function asRefusal(thrown: unknown): DrillError {
  if (!(thrown instanceof DrillError)) throw thrown;
  if (!/\w/.test(thrown.message)) throw new Error('refused without a sentence', { cause: thrown });
  return thrown;
}

/** A reader that throws plain errors, which whoever calls it puts into words: no error of the language itself is one. */
export function outcomeOfPlain<T>(read: () => T): { value: T } | { refused: Error } {
  try {
    return outcomeOf(read);
  } catch (thrown) {
    const isBug = ['TypeError', 'RangeError', 'ReferenceError', 'AssertionError'].some(
      (name) => thrown instanceof Error && thrown.name === name,
    );
    const timedOut = (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (!(thrown instanceof Error) || isBug || timedOut) throw thrown;
    return { refused: thrown };
  }
}

/** Processor time that something takes, ms, whoever else has the processor meanwhile: the shortest of a few. */
function shortestMs(work: () => void): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}

/**
 * Fails for work whose time grows faster than its input: ten times as much may take so many times as long. What takes less
 * than `floorMs` for the longer one is quick enough, however it grows.
 */
export function expectLinear(work: (times: number) => void, { least = 2000, floorMs = 60 } = {}): void {
  work(least);
  const [short, long] = [shortestMs(() => work(least)), shortestMs(() => work(10 * least))];
  if (long > floorMs && long > 40 * short)
    throw new Error(`ten times as much takes ${(long / short).toFixed()} times as long: ${long.toFixed()} ms`);
}
