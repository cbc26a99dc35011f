import { z } from 'zod';
import type { Seal } from '../model.ts';
import { noun } from './noun.ts';
import { seriesNames } from './observation-schema.ts';

/** What a run's folder held when its recording was closed, as it stands in run.json. */
export const sealSchema: z.ZodType<Seal> = noun('Seal', {
  observations: z.partialRecord(z.enum(seriesNames), z.int().min(0)),
  files: z.record(z.string(), noun('SealedFile', { bytes: z.int().min(0), sha256: z.string() })),
  facts: z.string(),
});
