import { nearest } from '../../nearest.ts';
import { type Aggregate, aggregateNamed, aggregateWords } from '../../stats/aggregate.ts';
import { type MetricName, metricCatalogue, metricNames } from '../metrics/catalogue.ts';
import { unitFactors } from './units.ts';

/** What a metric must not pass: `[scenario/]metric[{subject}].aggregate op number[unit]`. */
export interface Threshold {
  /** Exactly as it was written. */
  source: string;
  /** The one scenario that it is asked of; null: every one that can have the metric. */
  scenario: string | null;
  metric: MetricName;
  /** Null: every subject that the metric has in the run, each for itself. */
  subject: string | null;
  aggregate: Aggregate;
  operator: Operator;
  /** In the metric's own unit; of `count`, samples. */
  limit: number;
}

export type Operator = (typeof operators)[number];

/** Longer ones first: `<=` begins like `<`. */
export const operators = ['<=', '>=', '==', '!=', '<', '>'] as const;

/** Reads one. Pure; what is wrong, where, and what may stand there is told as a `mistake`. */
export function parseThreshold(source: string): Threshold | { mistake: string } {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(source);
    if (found !== null) at = sticky.lastIndex;
    return found;
  };
  const mistake = (what: string, from = at) => ({ mistake: `Threshold '${source}', character ${from + 1}: ${what}` });
  const here = () => (at < source.length ? `'${source.slice(at, at + shownCharacters)}'` : 'the end');

  take(/\s*/);
  const scenario = take(/([a-z0-9-]+)\s*\/\s*/)?.[1] ?? null;
  const nameAt = at;
  const name = take(/[A-Za-z]\w*/)?.[0];
  if (name === undefined) return mistake(`expected a metric, got ${here()}. ${knownMetrics}`);
  if (!isMetric(name)) {
    const near = nearest(name, metricNames);
    const hint = near === null ? '' : ` Did you mean '${near}'?`;
    return mistake(`there is no metric '${name}'.${hint} ${knownMetrics}`, nameAt);
  }
  const subjectAt = at;
  const braced = take(/\s*\{([^{}]*)\}/);
  if (braced === null && take(/\s*\{/) !== null) return mistake("the subject's '{' has no '}'.", subjectAt);
  const subject = braced?.[1]?.trim() ?? null;
  if (subject === '')
    return mistake('expected a subject between { and }: the name of a fault, a load or a service.', subjectAt);
  if (take(/\s*\.\s*/) === null) return mistake(`expected '.' and an aggregate (${aggregateWords}), got ${here()}.`);
  const aggregateAt = at;
  const written = take(/[A-Za-z][\w.]*(?:\([^()]*\))?/)?.[0];
  const aggregate = written === undefined ? null : aggregateNamed(written);
  if (aggregate === null)
    return mistake(
      `expected an aggregate, got ${written === undefined ? here() : `'${written}'`}. Known: ${aggregateWords}.`,
      aggregateAt,
    );
  take(/\s*/);
  const operator = operators.find((one) => source.startsWith(one, at));
  if (operator === undefined) return mistake(`expected one of ${operators.join(' ')}, got ${here()}.`);
  at += operator.length;
  take(/\s*/);
  const numberAt = at;
  const number = take(/-?\d+(?:\.\d+)?/)?.[0];
  if (number === undefined) return mistake(`expected a number, got ${here()}.`);
  take(/\s*/);
  const unitAt = at;
  const unit = take(/[^\s\d&|,;]+/)?.[0] ?? '';
  const factors = aggregate.kind === 'count' ? new Map([['', 1]]) : unitFactors(metricCatalogue[name].unit);
  const factor = factors.get(unit);
  if (factor === undefined) {
    const units = [...factors.keys()].filter((one) => one !== '');
    const of = aggregate.kind === 'count' ? 'a count' : name;
    const allowed = units.length === 0 ? 'there is none to give' : `expected ${units.join(' or ')}, or none`;
    return mistake(`'${unit}' is no unit of ${of}: ${allowed}.`, unitAt);
  }
  take(/\s*/);
  if (at < source.length)
    return mistake(`expected the end, got ${here()}. One condition each: give --threshold once more for another.`);
  const limit = Number(number) * factor;
  // More digits than a double holds are Infinity, which run.json cannot say.
  if (!Number.isFinite(limit)) return mistake(`the number is too large (${number.length} digits).`, numberAt);
  return { source, scenario, metric: name, subject, aggregate, operator, limit };
}

/** Of what stands where something else was expected. */
const shownCharacters = 12;

const knownMetrics = `Known: ${metricNames.join(', ')}.`;

function isMetric(name: string): name is MetricName {
  return Object.hasOwn(metricCatalogue, name);
}
