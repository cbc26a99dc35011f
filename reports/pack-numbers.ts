/** Units of time in a packed timeline: a tenth of a millisecond. */
const ticksPerS = 10_000;

/**
 * Whole numbers that are 0 or more, with repetitions folded: a negative number -n says that the one before comes n times
 * more. Columns of equal shares and instants of a fixed interval take next to no room.
 */
export function fold(numbers: readonly number[]): number[] {
  const folded: number[] = [];
  let previous: number | null = null;
  for (const number of numbers) {
    const last = folded.at(-1);
    if (number !== previous) folded.push(number);
    else if (last !== undefined && last < 0) folded[folded.length - 1] = last - 1;
    else folded.push(-1);
    previous = number;
  }
  return folded;
}

/** The numbers that were folded. */
export function unfold(folded: readonly number[]): number[] {
  const numbers: number[] = [];
  let previous = 0;
  for (const number of folded) {
    if (number < 0) for (let times = number; times < 0; times += 1) numbers.push(previous);
    else {
      numbers.push(number);
      previous = number;
    }
  }
  return numbers;
}

/** Instants in their order as steps from one to the next, the first from `fromS`, to a tenth of a millisecond. */
export function packTimes(timesS: readonly number[], fromS: number): number[] {
  const origin = toTicks(fromS);
  const ticks = timesS.map((atS) => Math.max(0, toTicks(atS) - origin));
  return fold(ticks.map((tick, index) => tick - (ticks[index - 1] ?? 0)));
}

/** Instants, s. */
export function unpackTimes(packed: readonly number[], fromS: number): number[] {
  let tick = toTicks(fromS);
  return unfold(packed).map((step) => {
    tick += step;
    return fromTicks(tick);
  });
}

/** An instant in tenths of a millisecond. */
export function toTicks(atS: number): number {
  return Math.round(atS * ticksPerS);
}

/** An instant, s. */
export function fromTicks(ticks: number): number {
  return ticks / ticksPerS;
}

/** Steps of a packed latency in a power of ten: one is off by half a percent at most. */
const stepsPerDecade = 250;

/** Latencies by their logarithms: from 0.001 ms on, to half a percent. */
export function packLatencies(latenciesMs: readonly number[]): number[] {
  return fold(
    latenciesMs.map((ms) => Math.max(0, Math.round(Math.log10(Math.max(ms, 0.001) * 1000) * stepsPerDecade))),
  );
}

/** Latencies, ms, to four digits. */
export function unpackLatencies(packed: readonly number[]): number[] {
  return unfold(packed).map((steps) => Number((10 ** (steps / stepsPerDecade) / 1000).toPrecision(4)));
}
