import { z } from 'zod';
import { ownVersionsSchema } from '../store/run-schema.ts';
import type { BenchReport } from './result.ts';

const spread = { min: z.number(), max: z.number() };

const figure = z.looseObject({
  what: z.string(),
  unit: z.string(),
  samples: z.array(z.number()).min(1),
  median: z.number(),
  ...spread,
});

const ratio = z.looseObject({
  what: z.string(),
  of: z.string(),
  over: z.string(),
  ofMedians: z.number(),
  ofRounds: z.array(z.number()).min(1),
  ...spread,
});

const target = z.looseObject({
  what: z.string(),
  unit: z.string(),
  measured: z.number().nullable(),
  atLeast: z.number().exactOptional(),
  atMost: z.number().exactOptional(),
  verdict: z.enum(['met', 'missed', 'unknown']),
});

const share = z.number().min(0).max(1);

const benchmark = z.looseObject({
  name: z.string(),
  summary: z.string(),
  rounds: z.int().min(1),
  durationMs: z.number().nonnegative(),
  busyness: z.looseObject({ median: share, max: share }).nullable(),
  figures: z.array(figure),
  ratios: z.array(ratio),
  targets: z.array(target),
  notes: z.array(z.string()),
  error: z.string().nullable(),
});

/** bench.json, schema number 1. The annotation keeps it in step with the types: it does not compile otherwise. */
export const benchSchema: z.ZodType<BenchReport> = z.looseObject({
  schema: z.literal(1),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  command: z.string(),
  versions: ownVersionsSchema,
  machine: z.looseObject({
    cpuModel: z.string(),
    cpus: z.int(),
    memoryBytes: z.number(),
    kernel: z.string(),
  }),
  engine: z
    .looseObject({
      kind: z.enum(['native', 'lab']),
      reason: z.string(),
      cpus: z.number(),
      memoryBytes: z.number(),
      kernel: z.string(),
    })
    .nullable(),
  benchmarks: z.array(benchmark),
});
