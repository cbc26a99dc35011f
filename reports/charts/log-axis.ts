import { largest, smallest } from '../../harness/stats/extremes.ts';
import { formatNumber } from '../format.ts';

/** Options of a logarithmic axis over these values, with room on top: ticks at 1, 2 and 5 of every power of ten. */
export function logAxis(values: readonly number[], title: string) {
  const [lowest, highest] = [smallest(values), largest(values)];
  const min = lowest * 0.7;
  const max = highest * (highest / lowest) ** 0.2 * 1.3;
  const powers = Array.from({ length: 40 }, (_, index) => 10 ** (index - 20));
  const ticks = powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((one) => one >= min && one <= max);
  return {
    type: 'logarithmic',
    min,
    max,
    title: { display: true, text: title },
    ticks: { callback: (value: number) => formatNumber(value, value < 1 ? 2 : 0) },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = ticks.map((value) => ({ value }));
    },
  };
}
