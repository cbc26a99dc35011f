import type { Range } from '../../harness/model.ts';
import { quantile } from '../../harness/stats/quantiles.ts';
import { formatMs, formatRange } from '../format.ts';

/** The values of one fault on one of the two axes, ms. */
export interface Strip {
  row: number;
  values: number[];
  band: Range | null;
}

/** Both axes of the picture, for those who do not see it. */
export function stripsInWords(faults: string[], failover: Strip[], detection: Strip[]): string {
  const words = (strip: Strip | undefined) => {
    if (strip === undefined || strip.values.length === 0) return 'not measured';
    const [least, low, middle, high, most] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
      formatMs(quantile(strip.values, share) ?? 0),
    );
    return `smallest ${least}, lower quartile ${low}, median ${middle}, upper quartile ${high}, largest ${most} of ${strip.values.length}`;
  };
  const bandWords = ({ band }: { band: Range | null }) =>
    band === null ? 'no prediction' : `predicted ${formatRange('ms', band, ' to ')}`;
  const each = failover.map(
    (strip) =>
      `${faults[strip.row] ?? ''}: failover time ${words(strip)}, ${bandWords(strip)}; detection beyond its prediction ${words(detection[strip.row])}`,
  );
  return `Distributions over the trials of each fault. ${each.join('; ')}.`;
}
