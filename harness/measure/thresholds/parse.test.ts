import { describe, expect, test } from 'vitest';
import { metricNames } from '../metrics/catalogue.ts';
import { parseThreshold, type Threshold } from './parse.ts';

const plain = { scenario: null, subject: null };
const p = (percent: number) => ({ kind: 'quantile', share: percent / 100 });

test.each<[string, Partial<Threshold> | object]>([
  ['failoverMs.p95<3700', { ...plain, metric: 'failoverMs', aggregate: p(95), operator: '<', limit: 3700 }],
  ['impaired.max<400', { ...plain, metric: 'impaired', aggregate: { kind: 'max' }, operator: '<', limit: 400 }],
  ['failoverMs.p(95) < 3700', { metric: 'failoverMs', aggregate: p(95), limit: 3700 }],
  ['failoverMs.p99.9<=3700.5', { aggregate: p(99.9), operator: '<=', limit: 3700.5 }],
  ['failoverMs{kill-director}.med<3.7s', { subject: 'kill-director', aggregate: { kind: 'median' }, limit: 3700 }],
  ['failoverMs.avg<3700ms', { aggregate: { kind: 'mean' }, limit: 3700 }],
  ['  failoverMs { kill-director } . min  >=  3.7 s  ', { subject: 'kill-director', operator: '>=', limit: 3700 }],
  ['failover-dr/failoverMs.max<4000', { scenario: 'failover-dr', metric: 'failoverMs', limit: 4000 }],
  ['collateralPercent{mh: removed}.max<5%', { subject: 'mh: removed', limit: 5 }],
  ['removalMs{stop-httpd on 198.18.0.10:80}.max<2s', { subject: 'stop-httpd on 198.18.0.10:80', limit: 2000 }],
  ['impaired{stall-director 3.000 s}.max==0', { subject: 'stall-director 3.000 s', operator: '==', limit: 0 }],
  ['failoverExcessMs.min>-5', { operator: '>', limit: -5 }],
  ['requestsPerSecond{DR 10 KB kept}.min>1000/s', { subject: 'DR 10 KB kept', limit: 1000 }],
  ['linkGain.median>=10x', { limit: 10 }],
  ['firstStalledBytes.min>1.5KB', { limit: 1536 }],
  ['lost.max!=1requests', { operator: '!=', limit: 1 }],
  ['lost.count>=5', { aggregate: { kind: 'count' }, limit: 5 }],
  ['reversionMs.spread<50', { aggregate: { kind: 'spread' } }],
])('%s', (source, read) => {
  expect(parseThreshold(source)).toMatchObject({ source, ...read });
});

test('every metric has a name that can be asked for', () => {
  for (const metric of metricNames) expect(parseThreshold(`${metric}.max<1`)).toMatchObject({ metric });
});

describe('what is wrong, where, and what may stand there', () => {
  test.each([
    ['', "Threshold '', character 1: expected a metric, got the end. Known: readyMs, "],
    ['3700', "Threshold '3700', character 1: expected a metric, got '3700'."],
    ['failovrMs.p95<3700', "character 1: there is no metric 'failovrMs'. Did you mean 'failoverMs'? Known: readyMs"],
    ['toString.max<1', "there is no metric 'toString'."],
    ['dr/failover.max<1', "character 4: there is no metric 'failover'."],
    ['failoverMs', "character 11: expected '.' and an aggregate (min, max, median, med, mean, avg"],
    ['failoverMs<3700', "character 11: expected '.' and an aggregate"],
    ['failoverMs{kill-director.max<1', "character 11: the subject's '{' has no '}'."],
    ['failoverMs{ }.max<1', 'character 11: expected a subject between { and }'],
    ['failoverMs.p101<3700', "character 12: expected an aggregate, got 'p101'. Known: min, max"],
    ['failoverMs.rate<3700', "character 12: expected an aggregate, got 'rate'."],
    ['failoverMs.<3700', "character 12: expected an aggregate, got '<3700'."],
    ['failoverMs.p95', 'character 15: expected one of <= >= == != < >, got the end.'],
    ['failoverMs.p95=3700', "character 15: expected one of <= >= == != < >, got '=3700'."],
    ['failoverMs.p95<', 'character 16: expected a number, got the end.'],
    ['failoverMs.p95<fast', "character 16: expected a number, got 'fast'."],
    ['failoverMs.p95<NaN', "expected a number, got 'NaN'."],
    ['failoverMs.p95<Infinity', 'expected a number'],
    ['failoverMs.p95<3.7min', "character 19: 'min' is no unit of failoverMs: expected ms or s, or none."],
    ['failoverMs.p95<1e3', "'e' is no unit of failoverMs"],
    ['failoverMs.p95<3,7', "character 17: expected the end, got ',7'."],
    ['failoverMs.count<3s', "character 19: 's' is no unit of a count: there is none to give."],
    ['impaired.max<400ms', "'ms' is no unit of impaired: expected requests, or none."],
    ['failoverMs.max<4000 && lost.max<1', "expected the end, got '&& lost.max<'. One condition each"],
  ])('%s', (source, told) => {
    const read = parseThreshold(source);
    expect(read).toEqual({ mistake: expect.stringContaining(told) });
    expect(read).toEqual({ mistake: expect.stringContaining(`Threshold '${source}', character `) });
  });
});

test('a number that no double holds', () => {
  const read = parseThreshold(`failoverMs.max<${'9'.repeat(400)}`);
  expect(read).toEqual({ mistake: expect.stringContaining('character 16: the number is too large (400 digits).') });
});
