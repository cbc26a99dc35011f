import { z } from 'zod';
import type { Seal } from '../model.ts';
import { seriesNames } from '../series-names.ts';
import { noun } from './noun.ts';

/** What `runFiles` lists of a run's folder: never a path that leads out of it. */
const sealedPath = /^(observations\.ndjson|capture\.pcap|logs\/(?!\.{1,2}$)[^/]+)$/;

/** What a run's folder held when its recording was closed, as it stands in run.json. */
export const sealSchema: z.ZodType<Seal> = noun('Seal', {
  observations: z.partialRecord(z.enum(seriesNames), z.int().min(0)),
  files: z.record(z.string().regex(sealedPath), noun('SealedFile', { bytes: z.int().min(0), sha256: z.string() })),
  facts: z.string(),
});
