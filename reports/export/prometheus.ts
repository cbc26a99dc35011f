import { metricCatalogue, metricNames } from '../../harness/measure/metrics/catalogue.ts';
import type { Metric, Run, Verdict } from '../../harness/model.ts';
import { measured } from '../../harness/stats/quantiles.ts';
import { trialCount } from '../trial-words.ts';
import { durationMs, type ExportInput } from './export-input.ts';
import { addCalibration } from './prometheus-calibration.ts';

type Labels = Record<string, string>;

/** A metric of Prometheus: all its samples stand together, below its HELP and TYPE. */
interface Family {
  help: string;
  /** By the text of their labels: a sample that came twice would make the collector refuse all files. */
  values: Map<string, number>;
}

type Families = Map<string, Family>;

const verdicts: Verdict[] = ['pass', 'fail', 'unknown'];

/**
 * The results in Prometheus' text format, version 0.0.4, for the textfile collector of node_exporter: gauges in base units
 * (seconds, ratios), without timestamps, which the collector refuses. A quantity without samples has none here but their
 * number, 0: nothing measured is not zero.
 */
export function prometheus(input: ExportInput): string {
  const families: Families = new Map();
  for (const run of input.runs) addRun(families, run);
  const ran = new Set(input.runs.map((run) => run.scenario.name));
  for (const scenario of input.scenarios.filter((name) => !ran.has(name)))
    addVerdict(adderOf(families, { suite: input.suite, scenario, topology: '' }), 'unknown');
  return [...families].map(([name, family]) => familyText(name, family)).join('');
}

type Add = (name: string, help: string, value: number, more?: Labels) => void;

function adderOf(families: Families, labels: Labels): Add {
  return (name, help, value, more = {}) => {
    if (Number.isNaN(value)) return;
    const family = families.get(name) ?? { help, values: new Map() };
    families.set(name, family);
    family.values.set(labelText({ ...labels, ...more }), value);
  };
}

function addRun(families: Families, run: Run): void {
  const { suite, scenario, topology, versions, engine } = run;
  const add = adderOf(families, { suite, scenario: scenario.name, topology: topology.name });
  const duration = durationMs(run);
  add('lvs_drill_run_info', 'Versions that a run ran with; always 1.', 1, {
    lvs_drill: versions.lvsDrill,
    git_commit: versions.gitCommit ?? '',
    kernel: versions.kernel,
    keepalived: versions.keepalived,
    ipvsadm: versions.ipvsadm,
    httpd: versions.httpd,
    engine: engine.kind,
  });
  add(
    'lvs_drill_run_timestamp_seconds',
    'When a run started, Unix time of the machine the harness ran on.',
    Date.parse(run.startedAt) / 1000,
  );
  if (duration !== null) add('lvs_drill_run_duration_seconds', 'How long a run took.', duration / 1000);
  add('lvs_drill_run_trials', 'Trials that were run.', trialCount(run));
  add('lvs_drill_run_trials_planned', 'Trials that were to be run.', run.plannedTrials);
  addVerdict(add, run.verdict ?? 'unknown');
  for (const [check, verdict, count] of judgementCounts(run)) {
    add('lvs_drill_judgements', 'Judgements of a check over all its subjects, by verdict.', count, { check, verdict });
  }
  for (const metric of run.metrics ?? []) addMetric(metric, add);
  addCalibration(run, add);
}

function addVerdict(add: Add, is: Verdict): void {
  for (const verdict of verdicts) {
    const help = 'Verdict of a run, or of one that never began: 1 of the one that it is, 0 of the others.';
    add('lvs_drill_run_verdict', help, verdict === is ? 1 : 0, { verdict });
  }
}

function judgementCounts({ judgements }: Run): [string, Verdict, number][] {
  const all = judgements ?? [];
  return [...new Set(all.map((one) => one.check))].flatMap((check) =>
    verdicts.map((verdict): [string, Verdict, number] => [
      check,
      verdict,
      all.filter((one) => one.check === check && one.verdict === verdict).length,
    ]),
  );
}

function addMetric({ name, subject, unit, samples, beyond = 0, predicted, bound }: Metric, add: Add): void {
  const { suffix, factor, stem } = inBaseUnits(name, unit);
  const figures = measured(samples);
  const of = helpOf(name);
  const gauge = (figure: string, words: string, value: number | null | undefined) => {
    if (value !== null && value !== undefined)
      add(`lvs_drill_${stem}_${figure}${suffix}`, `${words} ${of}`, value * factor, { subject });
  };
  gauge('median', 'Median over the trials of', figures?.median);
  gauge('min', 'Smallest over the trials of', figures?.min);
  gauge('max', 'Largest over the trials of', figures?.max);
  gauge('predicted_low', 'Lowest prediction of', predicted?.low);
  gauge('predicted_high', 'Highest prediction of', predicted?.high);
  gauge('error_bound', 'Largest error bound of a sample, plus or minus, of', bound);
  add(`lvs_drill_${stem}_samples`, `Number of samples of ${of}`, samples.length, { subject });
  const larger = 'Number of further trials in which it was larger than could be measured, of';
  add(`lvs_drill_${stem}_beyond_measure`, `${larger} ${of}`, beyond, { subject });
}

/** Always the same for one name: the collector takes only one of several that differ. */
function helpOf(name: string): string {
  const known = metricNames.find((one) => one === name);
  return known === undefined ? `${name}.` : `${name}: ${metricCatalogue[known].summary}.`;
}

/** What Prometheus calls a unit, what to multiply by, and where the unit stands in the model's names. */
const units: Record<string, { noun: string; factor: number; inName?: RegExp }> = {
  ms: { noun: 'seconds', factor: 1 / 1000, inName: /_ms(?=_|$)/ },
  '%': { noun: 'ratio', factor: 1 / 100, inName: /_percent$/ },
  B: { noun: 'bytes', factor: 1, inName: /_bytes$/ },
  '/s': { noun: 'per_second', factor: 1, inName: /_per_second$/ },
  '× direct': { noun: 'ratio', factor: 1 },
  '× NAT': { noun: 'ratio', factor: 1 },
};

/** A name of the model in Prometheus' way: `failoverMs` is `failover`, and what was measured of it ends in `_seconds`. */
function inBaseUnits(name: string, unit: string): { stem: string; suffix: string; factor: number } {
  const snake = underscored(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
  const { noun, factor, inName } = units[unit] ?? { noun: underscored(unit), factor: 1 };
  const stem = inName === undefined ? snake : snake.replace(inName, '');
  // Once is enough: `connections_lost` are connections.
  return { stem, suffix: noun === '' || stem.includes(noun) ? '' : `_${noun}`, factor };
}

function underscored(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function familyText(name: string, { help, values }: Family): string {
  const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  const lines = [...values].map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${escaped}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
