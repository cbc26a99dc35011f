import { aggregateWords } from '../../stats/aggregate.ts';
import { metricNames } from '../metrics/catalogue.ts';
import { operators } from './parse.ts';

const width = 80;

/** What may be written as a threshold, and how it is meant, for `--help`. */
export const thresholdHelp = `Thresholds, as in k6, besides those of the suite:
  [scenario/]metric[{subject}].aggregate op number[unit]
${row('metric', metricNames.join(', '))}
${row('aggregate', aggregateWords)}
${row('op', operators.join(' '))}
${row('unit', 'of the metric, or none: 3700, 3700ms and 3.7s are the same')}
For example:
  --threshold 'failoverMs{kill-director}.p95<3.7s' --threshold 'impaired.max<400'
Without a subject it must hold for each one that the metric has; without a
scenario, in each that can show the metric. A metric without samples fails.`;

/** A name with its explanation beside it, in lines that fit. */
function row(name: string, words: string): string {
  const indent = ' '.repeat(14);
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return `  ${name.padEnd(indent.length - 2)}${lines.join(`\n${indent}`)}`;
}
