import { describe, expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { observationSchema } from './observation-schema.ts';
import { observationParser } from './parse-observation.ts';
import { allObservations } from './stored-run.ts';

const value = {
  outcome: 'ok',
  service: '198.18.0.10:80',
  source: '198.18.0.101',
  lateMs: 0.1,
  latencyMs: 1.5,
  realServer: 'real-server-1',
};
const request = { series: 'request', at: 12.5, node: 'client-1', value };

/** What the schema alone makes of a line. */
function bySchema(text: string) {
  const result = observationSchema.safeParse(JSON.parse(text));
  return result.success ? { observation: result.data } : null;
}

test('every series is read as the schema reads it', () => {
  const parse = observationParser();
  for (const observation of allObservations(syntheticRecording({ trialsPerFault: 1 }))) {
    const text = JSON.stringify(observation);
    expect(parse(text)).toEqual({ observation });
    expect(bySchema(text)).toEqual({ observation });
  }
});

describe('a request of another form is let pass or refused as by the schema', () => {
  const without = (name: keyof typeof value) =>
    Object.fromEntries(Object.entries(value).filter(([field]) => field !== name));
  const fields = Object.keys(value) as (keyof typeof value)[];
  const others: unknown[] = [null, 7, 'seven', '', true, [], {}, undefined];
  const lines = [
    request,
    { ...request, extra: 1 },
    { ...request, value: { ...value, extra: 'kept' } },
    { ...request, series: 'requests' },
    ...others.flatMap((other) => [
      { ...request, at: other },
      { ...request, node: other },
      { ...request, value: other },
      { ...request, series: other },
    ]),
    ...fields.flatMap((field) => [
      { ...request, value: without(field) },
      { ...request, value: { ...without(field), extra: 1 } },
      ...others.map((other) => ({ ...request, value: { ...value, [field]: other } })),
    ]),
    null,
    [],
    'text',
    3,
  ].map((line) => JSON.stringify(line));

  test.each([...lines, JSON.stringify(request).replace('12.5', '1e999')])('%s', (text) => {
    const parsed = observationParser()(text);
    expect('problem' in parsed ? null : parsed).toEqual(bySchema(text));
  });

  test('both kinds are among them', () => {
    const passed = lines.filter((text) => 'observation' in observationParser()(text));
    expect(passed.length).toBeGreaterThan(5);
    expect(lines.length - passed.length).toBeGreaterThan(50);
  });
});

test('what is wrong is told with the field', () => {
  const parse = observationParser();
  expect(parse(JSON.stringify({ ...request, value: { ...value, outcome: 'fine' } }))).toMatchObject({
    problem: expect.stringContaining('value.outcome'),
  });
  expect(parse('{"series":')).toMatchObject({ problem: expect.stringContaining('JSON') });
});
