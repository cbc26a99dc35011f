import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, expect, test } from 'vitest';
import { balanceRecording } from '../measure/synthetic-balance.ts';
import { loadedRecording } from '../measure/synthetic-loads.ts';
import { nightResult, syntheticNight } from '../measure/synthetic-night.ts';
import { blankRun, syntheticRecording } from '../measure/synthetic-run.ts';
import type { Drill, GateResult, Judgement, Metric, Recording, Run } from '../model.ts';
import { jsonSchemas } from './json-schemas.ts';
import { runText } from './recorder.ts';
import { allObservations } from './stored-run.ts';

const root = new URL('../../', import.meta.url);
let generated: ReadonlyMap<string, string> = new Map();

beforeAll(async () => {
  generated = jsonSchemas(await readFile(new URL('harness/model.ts', root), 'utf8'));
});

function validator(file: string): ValidateFunction {
  // Strict: a keyword that ajv does not know, or that cannot apply, is an error.
  const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }));
  return ajv.compile(JSON.parse(generated.get(file) ?? ''));
}

/** Where a value is not as the schema wants it; nothing for a valid one. */
function mistakes(validate: ValidateFunction, value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A run as it stands on the disk. */
function onDisk(run: Run): Run {
  return JSON.parse(runText(run));
}

const judgement: Judgement = {
  check: 'detection-time',
  subject: 'kill-director',
  verdict: 'pass',
  headline: 'Backup took over 3.661 s after the last advert.',
  unit: 'ms',
  measured: { median: 3661, min: 3650, max: 3670, trials: 5 },
  predicted: { low: 3648, high: 3648 },
  bound: 1,
  limit: null,
};
const metric: Metric = {
  name: 'detectionMs',
  subject: 'kill-director',
  unit: 'ms',
  better: 'lower',
  samples: [3661, 3650],
  predicted: null,
  bound: 1,
};

test('the committed schemas are those that the code makes: else run `npm run schema`', async () => {
  expect([...generated.keys()]).toEqual([
    'run.schema.json',
    'drill.schema.json',
    'night.schema.json',
    'calibration.schema.json',
    'topology.schema.json',
    'observation.schema.json',
  ]);
  for (const [file, text] of generated) {
    const committed = await readFile(new URL(`schema/${file}`, root), 'utf8');
    expect(committed, `schema/${file}: run npm run schema`).toBe(text);
  }
});

test('every kind of run is valid, from the one just begun to the one that is judged', () => {
  const validate = validator('run.schema.json');
  const recordings: Recording[] = [syntheticRecording({ trialsPerFault: 1 }), loadedRecording(), balanceRecording()];
  for (const { run } of recordings) {
    expect(mistakes(validate, onDisk(run))).toEqual([]);
    const judged: Run = { ...run, status: 'judged', judgements: [judgement], metrics: [metric], verdict: 'pass' };
    expect(mistakes(validate, onDisk(judged))).toEqual([]);
  }
  expect(mistakes(validate, onDisk(blankRun({ status: 'running', endedAt: null })))).toEqual([]);
});

test('a broken run is refused, and where', () => {
  const validate = validator('run.schema.json');
  const { run } = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
  const { seed: _, ...seedless } = onDisk(run);
  const [director] = run.topology.directors;
  const broken: [unknown, string][] = [
    [seedless, "required property 'seed'"],
    [{ ...run, schema: 2 }, '/schema must be equal to constant'],
    [{ ...run, verdict: 'perhaps' }, '/verdict must be equal to one of'],
    [{ ...run, judgements: [{ ...judgement, bound: '1 ms' }] }, '/judgements/0/bound must be number,null'],
    [{ ...run, trials: [{ ...run.trials[0], index: 1.5 }] }, '/trials/0/index must be integer'],
    [
      { ...run, topology: { ...run.topology, directors: [{ ...director, initialState: 'FAULT' }] } },
      '/topology/directors/0/initialState must be equal to one of',
    ],
  ];
  for (const [value, mistake] of broken) expect(mistakes(validate, value).join('; ')).toContain(mistake);
});

test('drills, topologies and lines of observations have schemas of their own', () => {
  const drill: Drill = {
    schema: 1,
    suite: 'reversion',
    summary: 'The old master returns.',
    startedAt: '2025-01-02T03:04:05.000Z',
    endedAt: null,
    command: 'npm run suite reversion -- --seed 1',
    scenarios: ['preempt', 'nopreempt'],
  };
  const ofDrill = validator('drill.schema.json');
  expect(mistakes(ofDrill, drill)).toEqual([]);
  expect(mistakes(ofDrill, { ...drill, scenarios: ['../elsewhere'] }).join()).toContain('/scenarios/0 must match');

  const recording = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
  const ofTopology = validator('topology.schema.json');
  expect(mistakes(ofTopology, recording.run.topology)).toEqual([]);
  expect(mistakes(ofTopology, { ...recording.run.topology, vrrp: null }).join()).toContain('/vrrp must be object');

  const ofLine = validator('observation.schema.json');
  const lines = allObservations(recording);
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.filter((line) => !ofLine(line))).toEqual([]);
  expect(ofLine({ ...lines[0], series: 'gossip' })).toBe(false);
  expect(ofLine({ ...lines[0], at: 'noon' })).toBe(false);
});

test('fields are described in the words of the model', () => {
  const { description, properties, $defs } = JSON.parse(generated.get('run.schema.json') ?? '');
  expect(description).toBe('run.json: one scenario of a suite, once.');
  expect(properties.plannedTrials.description).toBe('Trials that were to be run, over all faults and levels.');
  // A comment over several lines; one of the type that is named; one that is inherited.
  expect($defs.VrrpInstance.properties.higherPrioSendAdvert.description).toMatch(/^`vrrp_higher_prio_.* itself\.$/);
  expect($defs.TrialRecord.properties.injectDueMs.description).toContain('CLOCK_MONOTONIC');
  expect($defs.TcpCheck.properties.retries.description).toBe('Further attempts after the first failed one.');
  // A comment inside another property's type is not taken for the next property's.
  expect($defs.HttpCheck.properties.urls.description).toBeUndefined();
});

test('a night is valid, from the one just begun to the one that was compared', () => {
  const validate = validator('night.schema.json');
  const gate: GateResult = {
    verdict: 'not-worse',
    sentence: '',
    nights: ['x'],
    report: 'comparisons/failover-dr/compare.html',
  };
  const begun = syntheticNight([nightResult('failover-dr', { folders: [], verdict: null })], {
    endedAt: null,
    machine: null,
  });
  for (const night of [begun, syntheticNight([nightResult('failover-dr', { gate })])]) {
    expect(mistakes(validate, JSON.parse(JSON.stringify(night)))).toEqual([]);
  }
  expect(mistakes(validate, syntheticNight([nightResult('../x')])).join()).toContain('pattern');
  expect(mistakes(validate, { ...begun, startedAt: 'yesterday' }).join()).toContain('date-time');
});
