import { z } from 'zod';
import type { Throughput } from '../model.ts';
import { noun } from './noun.ts';

/** What a closed loop measured, as it stands in run.json. */
export const throughputSchema: z.ZodType<Throughput> = noun('Throughput', {
  startedAtMs: z.number(),
  durationMs: z.number(),
  connections: z.number(),
  responses: z.number(),
  requestsPerSecond: z.number(),
  errors: z.number(),
  non2xx: z.number(),
  latencyMs: z.looseObject({ p50: z.number(), p99: z.number(), max: z.number() }),
});
