import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricNames } from '../../harness/measure/metrics/catalogue.ts';
import { operators, parseThreshold, type Threshold } from '../../harness/measure/thresholds/parse.ts';
import { aggregateNamed } from '../../harness/stats/aggregate.ts';
import { everyCase, expectLinear, outcomeOf } from './fuzz.ts';
import { damaged, hostileText } from './hostile.ts';

const metric = fc.constantFrom(...metricNames);
const aggregate = fc.constantFrom('min', 'max', 'median', 'avg', 'p95', 'p(99.9)', 'count', 'spread');
const limit = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((one) => Number(one.toFixed(3)) + 0),
);
const subject = fc.stringMatching(/^[^{}]{1,20}$/).filter((one) => one.trim() === one && one !== '');
const scenario = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const written = fc
  .record({
    scenario: fc.option(scenario),
    metric,
    subject: fc.option(subject),
    aggregate,
    operator: fc.constantFrom(...operators),
    limit,
  })
  .map((all) => ({
    ...all,
    source: `${all.scenario === null ? '' : `${all.scenario}/`}${all.metric}${all.subject === null ? '' : `{${all.subject}}`}.${all.aggregate}${all.operator}${all.limit}`,
  }));

test('what is written is what is read', async () => {
  await everyCase(written, (one) => {
    const read = parseThreshold(one.source) as Threshold;
    expect(read).toEqual({
      source: one.source,
      scenario: one.scenario,
      metric: one.metric,
      subject: one.subject,
      aggregate: aggregateNamed(one.aggregate),
      operator: one.operator,
      limit: one.limit,
    });
  });
});

test('any text is a threshold with a number that can be stored, or a mistake in a sentence', async () => {
  await everyCase(fc.oneof(damaged(written.map(({ source }) => source)), hostileText), (text) => {
    const outcome = outcomeOf(() => parseThreshold(text));
    if (!('value' in outcome)) throw outcome.refused;
    if ('mistake' in outcome.value) expect(outcome.value.mistake).toMatch(/character \d+: /);
    else {
      expect(outcome.value.limit).toSatisfy(Number.isFinite);
      expect(parseThreshold(outcome.value.source)).toEqual(outcome.value);
    }
  });
});

test('in a time in proportion to its length', () => {
  for (const one of ['a', ' ', '-', '/', 'a/', '{', 'failoverMs{', '.', '1', 'p(', '('])
    expectLinear((times) => {
      for (const before of ['', 'failoverMs', 'failoverMs{', 'failoverMs.p', 'failoverMs.max<', 'failoverMs.max<1'])
        parseThreshold(before + one.repeat(times));
    });
});
