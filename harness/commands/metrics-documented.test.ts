import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { metricCatalogue, metricNames } from '../measure/metrics/catalogue.ts';

const lines = async (path: string) =>
  (await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('| '));

test('docs/METRICS.md tells of every metric, in its own words, and of no other', async () => {
  const rows = (await lines('docs/METRICS.md')).filter((line) =>
    /^\| `[a-z]\w+[A-Za-z]` \| [^|]+ \| [^|]+ \| (lower|higher) \|/.test(line),
  );
  expect(rows).toEqual(
    metricNames.map((name) => {
      const { of, unit, better, summary } = metricCatalogue[name];
      return `| \`${name}\` | ${of} | ${unit} | ${better} | ${summary} |`;
    }),
  );
});

test('the README lists every metric by what it is of', async () => {
  const rows = await lines('README.md');
  const kinds = [...new Set(metricNames.map((name) => metricCatalogue[name].of))];
  for (const kind of kinds) {
    const own = metricNames.filter((name) => metricCatalogue[name].of === kind);
    expect(rows).toContain(`| ${kind} | ${own.map((name) => `\`${name}\``).join(', ')} |`);
  }
});
