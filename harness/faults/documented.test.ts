import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadUnits } from '../registry.ts';
import type { Fault } from './fault.ts';

test('docs/FAULTS.md tells of every fault, in its own words', async () => {
  const faults = await loadUnits<Fault>(new URL('.', import.meta.url), 'fault');
  const text = await readFile(new URL('../../docs/FAULTS.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const missing = [...faults.values()].filter(
    ({ facts }) =>
      facts.name !== 'noop' &&
      !rows.some((row) => row.startsWith(`| \`${facts.name}\` |`) && row.includes(`| ${facts.summary} |`)),
  );
  expect(missing.map(({ facts }) => facts.name)).toEqual([]);
  expect(rows).toHaveLength(faults.size - 1);
});
