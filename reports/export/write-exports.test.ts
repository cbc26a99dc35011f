import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportOfRun } from './export-input.ts';
import { judgedRun } from './synthetic-judged.ts';
import { writeExports } from './write-exports.ts';

test('each file is there whole, says the verdict, and is replaced when a run is judged again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-exports-'));
  const files = async () =>
    Promise.all((await readdir(folder)).sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
  try {
    await writeExports(folder, exportOfRun(judgedRun()));
    const first = await files();
    expect(first.map(([name]) => name)).toEqual(['ctrf.json', 'junit.xml', 'metrics.prom', 'summary.md']);
    for (const [, text] of first) expect(text).toMatch(/pass/);
    await writeExports(folder, exportOfRun(judgedRun()));
    expect(await files()).toEqual(first);
    await writeExports(folder, exportOfRun(judgedRun({ verdict: 'unknown', status: 'broken' })));
    const again = await files();
    expect(again.map(([name]) => name)).toEqual(first.map(([name]) => name));
    for (const [index, [, text]] of again.entries()) expect(text).not.toBe(first[index]?.[1]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
