import { z } from 'zod';
import type { AcceptedNight, GateResult, Night, NightEntry, NightResult } from '../model.ts';
import { machineSchema } from './calibration-schema.ts';
import { noun } from './noun.ts';
import { ownVersionsSchema, runSchema } from './run-schema.ts';

/** What an entry of a night may be called: its name becomes a folder's, and part of links. */
export const entryName = /^[a-z0-9][a-z0-9-]*$/;

/** Below the night's folder, never out of it. */
const ownPath = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.html)?$/);

const entrySchema: z.ZodType<NightEntry> = noun('NightEntry', {
  name: z.string().regex(entryName),
  suite: z.string(),
  scenarios: z.array(z.string()).exactOptional(),
  topology: z.string().exactOptional(),
  faults: z.array(z.string()).exactOptional(),
  trials: z.int().exactOptional(),
  probeIntervalMs: z.number().exactOptional(),
});

const gateSchema: z.ZodType<GateResult> = noun('GateResult', {
  verdict: z.enum(['better', 'not-worse', 'worse', 'unknown', 'too-few', 'no-baseline']),
  sentence: z.string(),
  nights: z.array(z.string()),
  report: ownPath.nullable(),
});

const resultSchema: z.ZodType<NightResult> = noun('NightResult', {
  entry: entrySchema,
  command: z.string(),
  folders: z.array(ownPath),
  verdict: z.enum(['pass', 'fail', 'unknown']).nullable(),
  gate: gateSchema.nullable(),
  problem: z.string().nullable(),
});

/** night.json, schema number 1. */
export const nightSchema: z.ZodType<Night> = noun('Night', {
  schema: z.literal(1),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  short: z.boolean(),
  interrupted: z.boolean(),
  command: z.string(),
  versions: ownVersionsSchema,
  machine: machineSchema.nullable(),
  results: z.array(resultSchema),
});

/** A file below `baselines/`, schema number 1. */
export const acceptedNightSchema: z.ZodType<AcceptedNight> = noun('AcceptedNight', {
  schema: z.literal(1),
  machine: machineSchema,
  entry: z.string().regex(entryName),
  night: z.iso.datetime(),
  gitCommit: z.string().nullable(),
  gitDirty: z.boolean().nullable(),
  acceptedAt: z.iso.datetime(),
  acceptedBy: z.string(),
  note: z.string().nullable(),
  forced: z.boolean(),
  runs: z.array(runSchema).min(1),
});
