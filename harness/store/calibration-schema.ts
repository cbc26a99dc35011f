import { z } from 'zod';
import type { CalibratedError, Calibration, MachineKind } from '../model.ts';
import { noun } from './noun.ts';

export const machineSchema: z.ZodType<MachineKind> = noun('MachineKind', {
  cpuModel: z.string(),
  cpus: z.int(),
  engine: z.enum(['native', 'lab']),
  kernel: z.string(),
});

const errorSchema: z.ZodType<CalibratedError> = noun('CalibratedError', {
  method: z.enum(['time-stamp', 'loss']),
  made: z.enum(['path', 'server']),
  probeIntervalMs: z.number().positive(),
  outageMs: z.number().min(0),
  trials: z.int().min(1),
  biasMs: z.number(),
  spreadMs: z.number().min(0),
  worstMs: z.number().min(0),
  knownToMs: z.number().min(0),
  seen: z.int().min(0),
});

/** A file of calibrations, and what a run carries of it: schema number 1. */
export const calibrationSchema: z.ZodType<Calibration> = noun('Calibration', {
  schema: z.literal(1),
  machine: machineSchema,
  startedAt: z.iso.datetime(),
  gitCommit: z.string().nullable(),
  gitDirty: z.boolean().nullable(),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  errors: z.array(errorSchema),
  quiet: z.looseObject({ durationMs: z.number().min(0), impaired: z.array(z.int().min(0)) }),
  lateness: z.array(
    z.looseObject({ probeIntervalMs: z.number(), p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number() }),
  ),
  clock: z.looseObject({ packets: z.int(), medianMs: z.number(), worstMs: z.number() }).nullable(),
});
