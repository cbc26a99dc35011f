import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { oraclesPage } from './oracles-page.ts';

test('docs/ORACLES.md tells what the tables hold: else LVS_DRILL_GOLDEN=update npm run test:unit -- harness/tampering', async () => {
  const path = new URL('../../docs/ORACLES.md', import.meta.url);
  if (process.env.LVS_DRILL_GOLDEN === 'update') await writeFile(path, oraclesPage());
  expect(await readFile(path, 'utf8')).toBe(oraclesPage());
});
