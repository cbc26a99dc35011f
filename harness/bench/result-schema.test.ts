import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBenchFolder, saveBench } from './bench-folder.ts';
import { madeUpReport } from './made-up-report.ts';
import { benchSchema } from './result-schema.ts';

test('what is saved is what the schema describes, and nothing is left beside it', async () => {
  const out = await mkdtemp(join(tmpdir(), 'lvs-drill-bench-json-'));
  try {
    const folder = await createBenchFolder(out, new Date('2026-11-20T12:00:00Z'));
    expect(folder.path).toBe(join(out, 'bench', '2026-11-20T12-00-00Z'));
    await saveBench(folder, { ...madeUpReport(), endedAt: null });
    await saveBench(folder, madeUpReport());
    expect(await readdir(folder.path)).toEqual(['bench.json']);
    const stored: unknown = JSON.parse(await readFile(folder.benchJson, 'utf8'));
    expect(benchSchema.parse(stored)).toEqual(madeUpReport());
  } finally {
    await rm(out, { recursive: true });
  }
});

test.each([
  ['another schema number', { schema: 2 }],
  ['no machine', { machine: undefined }],
  [
    'a figure without samples',
    {
      benchmarks: [
        {
          ...madeUpReport().benchmarks[0],
          figures: [{ what: 'a', unit: 'ms', samples: [], median: 1, min: 1, max: 1 }],
        },
      ],
    },
  ],
  [
    'an unknown verdict',
    {
      benchmarks: [
        { ...madeUpReport().benchmarks[0], targets: [{ what: 'a', unit: 'ms', measured: 1, verdict: 'fine' }] },
      ],
    },
  ],
])('%s is refused', (_, change) => {
  expect(benchSchema.safeParse({ ...madeUpReport(), ...change }).success).toBe(false);
});
