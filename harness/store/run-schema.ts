import { z } from 'zod';
import type { Run } from '../model.ts';
import { calibrationSchema } from './calibration-schema.ts';
import { balanceTrialSchema, comparisonSchema, listReadingSchema, loadTrialSchema } from './load-schema.ts';
import { noun } from './noun.ts';
import { sealSchema } from './seal-schema.ts';
import { throughputSchema } from './throughput-schema.ts';
import { topologySchema } from './topology-schema.ts';

const range = noun('Range', { low: z.number(), high: z.number() });
const instant = z.number().nullable();
const verdict = z.enum(['pass', 'fail', 'unknown']);

const faultSchema = noun('FaultFacts', {
  name: z.string(),
  summary: z.string(),
  // It goes into style sheets and onto canvases.
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  aim: z.enum(['master', 'backup', 'real-server', 'all-real-servers', 'client']),
  failure: z.enum(['refused', 'silent', 'unreachable', 'hang', 'error-status', 'wrong-content']).exactOptional(),
  hearing: z.enum(['target-deaf', 'all-deaf', 'strange-password', 'master-deaf', 'thinned']).exactOptional(),
  lateness: z.enum(['pause', 'gap', 'delay', 'chance', 'hunger']).exactOptional(),
  retirement: z.enum(['drain', 'removal']).exactOptional(),
  foreignCluster: z.literal(true).exactOptional(),
  hidesPathMtu: z.literal(true).exactOptional(),
  repair: z.enum(['after-skew', 'never']).exactOptional(),
  knownOutage: z.enum(['path', 'server', 'delay', 'nothing']).exactOptional(),
  level: z.looseObject({ unit: z.string(), default: z.number() }).exactOptional(),
  detection: z.enum(['silent', 'graceful', 'none']),
  dataPath: z.enum(['outage', 'impairment', 'none']),
  reversion: z.enum(['restart', 'reassert']),
});

const bracket = noun('Bracket', { earliestMs: z.number(), latestMs: z.number() });

const trialSchema = noun('TrialRecord', {
  index: z.int().min(0),
  fault: z.string(),
  level: z.number().exactOptional(),
  target: z.string(),
  phase: z.number(),
  steadyAtMs: instant,
  injectDueMs: instant,
  preparingFromMs: z.number().exactOptional(),
  effective: bracket.nullable(),
  ended: bracket.exactOptional(),
  confirmation: noun('Confirmation', { confirmed: z.boolean(), evidence: z.string() }).nullable(),
  healStartedAtMs: instant,
  healedAtMs: instant,
  restored: bracket.nullable(),
  endedAtMs: instant,
  lists: z.array(listReadingSchema).exactOptional(),
  error: z.string().exactOptional(),
});

const judgementSchema = noun('Judgement', {
  check: z.string(),
  subject: z.string(),
  verdict,
  headline: z.string(),
  unit: z.string(),
  measured: noun('Measured', { median: z.number(), min: z.number(), max: z.number(), trials: z.number() }).nullable(),
  predicted: range.nullable(),
  bound: z.number().nullable(),
  limit: range.nullable(),
});

const metricSchema = noun('Metric', {
  name: z.string(),
  subject: z.string(),
  unit: z.string(),
  better: z.enum(['lower', 'higher']),
  samples: z.array(z.number()),
  strata: z.array(z.string()).exactOptional(),
  beyond: z.int().exactOptional(),
  predicted: range.nullable(),
  bound: z.number().nullable(),
});

const ownVersions = {
  lvsDrill: z.string(),
  gitCommit: z.string().nullable(),
  gitDirty: z.boolean().nullable(),
  node: z.string(),
};

/** What a night and a bench are told of versions. */
export const ownVersionsSchema = z.looseObject(ownVersions);

const versionsSchema = noun('Versions', {
  ...ownVersions,
  kernel: z.string(),
  dockerEngine: z.string(),
  keepalived: z.string(),
  ipvsadm: z.string(),
  httpd: z.string(),
});

/** What a scenario may be called: its name becomes a folder's, and part of links. */
export const scenarioName = /^[a-z0-9-]+$/;

/** The one schema number that this version reads and writes. */
export const schemaNumber = 1;

/** run.json, schema number 1. The annotation keeps it in step with the model: it does not compile otherwise. */
export const runSchema: z.ZodType<Run> = noun('Run', {
  schema: z.literal(schemaNumber),
  id: z.string(),
  suite: z.string(),
  scenario: z.looseObject({ name: z.string().regex(scenarioName), summary: z.string() }),
  status: z.enum(['running', 'recorded', 'judged', 'interrupted', 'broken']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  command: z.string(),
  seed: z.number(),
  trialsPerFault: z.int(),
  plannedTrials: z.int(),
  engine: noun('EngineFacts', {
    kind: z.enum(['native', 'lab']),
    reason: z.string(),
    cpus: z.number(),
    memoryBytes: z.number(),
  }),
  machine: noun('HarnessMachine', {
    cpuModel: z.string(),
    cpus: z.int(),
    memoryBytes: z.number(),
  }).exactOptional(),
  versions: versionsSchema,
  sysctls: z.record(z.string(), z.string()),
  topology: topologySchema,
  probe: noun('ProbeSettings', {
    intervalMs: z.number().positive(),
    deadlineMs: z.number(),
    delayThresholdMs: z.number(),
    connections: z.number(),
    cohorts: z.array(noun('Cohort', { packets: z.number(), ageMs: z.number(), count: z.number() })).exactOptional(),
    packets: z.literal(true).exactOptional(),
    inProcess: z.literal(true).exactOptional(),
  }),
  faults: z.array(faultSchema),
  checks: z.array(z.string()),
  trials: z.array(trialSchema),
  balanceTrials: z.array(balanceTrialSchema).exactOptional(),
  loadTrials: z.array(loadTrialSchema).exactOptional(),
  comparison: comparisonSchema.exactOptional(),
  skipped: z.array(noun('Skipped', { what: z.string(), reason: z.string() })).exactOptional(),
  throughput: throughputSchema.nullable(),
  readyAfterMs: z.number().nullable(),
  warnings: z.array(z.string()),
  kernelTrouble: z.array(z.string()),
  recordingTrouble: z.array(z.string()),
  seal: sealSchema.exactOptional(),
  judgements: z.array(judgementSchema).nullable(),
  calibration: calibrationSchema.exactOptional(),
  metrics: z.array(metricSchema).nullable().exactOptional(),
  thresholds: z.array(z.string()).exactOptional(),
  found: z.string().nullable().exactOptional(),
  verdict: verdict.nullable(),
});
