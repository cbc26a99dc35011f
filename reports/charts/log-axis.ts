/** Label of a tick on a logarithmic axis: 1, 2 and 5 of every power of ten; the rest would only crowd. */
export function logTick(value: number): string {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((one) => Math.abs(one - mantissa) < 1e-6) ? String(Number(value.toPrecision(6))) : '';
}
