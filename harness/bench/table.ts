import { formatIn, formatNumber, formatRange } from '../../reports/format.ts';
import { painter, type TerminalOptions, wrapped } from '../../reports/terminal.ts';
import type { Verdict } from '../model.ts';
import { wasBusy } from './figures.ts';
import type { BenchReport, BenchResult, Busyness, Target, TargetVerdict } from './result.ts';

const signs: Record<TargetVerdict, string> = { met: '✓ met', missed: '✗ missed', unknown: '? unknown' };
const colours: Record<TargetVerdict, Verdict> = { met: 'pass', missed: 'fail', unknown: 'unknown' };
const indent = '  ';

type Paint = ReturnType<typeof painter>;

/** All that was measured, for a terminal of so many columns: medians, extremes, ratios, and the targets. */
export function benchTable(report: BenchReport, columns: number, options: TerminalOptions = {}): string {
  const width = columns > 0 ? columns : 80;
  const paint = painter(options);
  return [
    ...wrapped(machineSentence(report), width),
    ...report.benchmarks.flatMap((result) => ['', ...benchmarkLines(result, width, paint)]),
    ...(options.reportPath === undefined ? [] : ['', `Numbers: ${options.reportPath}`]),
  ].join('\n');
}

function machineSentence({ machine, engine, versions }: BenchReport): string {
  const { cpuModel, cpus, memoryBytes, kernel } = machine;
  const here = `${cpus} x ${cpuModel}, ${formatNumber(memoryBytes / 2 ** 30, 1)} GiB, Linux ${kernel}, Node ${versions.node}`;
  if (engine === null) return `${here}.`;
  return `${here}; ${engine.kind} engine with ${engine.cpus} x its processor, Linux ${engine.kernel}.`;
}

function benchmarkLines(result: BenchResult, width: number, paint: Paint): string[] {
  const { name, summary, rounds, error, notes } = result;
  const sentences = [...busySentence(result.busyness), ...notes, ...(error === null ? [] : [`Broken off: ${error}`])];
  return [
    ...wrapped(`${name}: ${summary}`, width),
    ...rows(result, width),
    ...result.targets.flatMap((one) => targetLines(one, width, paint)),
    ...sentences.flatMap((one) => wrapped(one, width - indent.length).map((line) => `${indent}${line}`)),
    `${indent}${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${formatNumber(result.durationMs / 1000)} s`,
  ];
}

/** What, median, and from the smallest to the largest; a ratio is that of the medians, and those of the rounds. */
function rows({ figures, ratios }: BenchResult, width: number): string[] {
  const cells = [
    ...figures.map(({ what, unit, median, min, max }) => [
      what,
      formatIn(unit, median),
      formatRange(unit, { low: min, high: max }),
    ]),
    ...ratios.map(({ what, ofMedians, min, max }) => [
      what,
      formatIn('times', ofMedians),
      formatRange('times', { low: min, high: max }),
    ]),
  ];
  if (cells.length === 0) return [];
  const all = [['', 'median', 'smallest .. largest'], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const [whatWidth = 0, medianWidth = 0, rangeWidth = 0] = widths;
  const room = Math.max(10, width - indent.length - medianWidth - rangeWidth - 4);
  return all.flatMap(([what = '', median = '', range = '']) => {
    const [first = '', ...rest] = wrapped(what, Math.min(room, Math.max(1, whatWidth)));
    const line = `${indent}${first.padEnd(Math.min(room, whatWidth))}  ${median.padStart(medianWidth)}  ${range.padStart(rangeWidth)}`;
    return [line.trimEnd(), ...rest.map((text) => `${indent}${text}`)];
  });
}

function targetLines(
  { what, unit, measured, atLeast, atMost, verdict }: Target,
  width: number,
  paint: Paint,
): string[] {
  const limits = [
    ...(atLeast === undefined ? [] : [`at least ${formatIn(unit, atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${formatIn(unit, atMost)}`]),
  ];
  const value = measured === null ? 'not measured' : formatIn(unit, measured);
  const sign = signs[verdict];
  const [first = '', ...rest] = wrapped(`${sign}: ${what}, ${value} (${limits.join(', ')})`, width - indent.length);
  return [paint(colours[verdict], sign) + first.slice(sign.length), ...rest].map((line) => `${indent}${line}`);
}

function busySentence(busyness: Busyness | null): string[] {
  if (busyness === null || !wasBusy(busyness)) return [];
  const percent = (share: number) => `${formatNumber(share * 100)} %`;
  return [
    `THE MACHINE WAS BUSY: others used ${percent(busyness.median)} of its processors before a measurement (median), at worst ${percent(busyness.max)}. Believe ratios at best.`,
  ];
}
