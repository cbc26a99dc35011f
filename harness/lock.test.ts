import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
}

/** What is wrong with a lock: each package has to come from the registry that npm is set to, as the bytes that were locked. */
function lockMistakes(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages).flatMap(([path, { version = '', resolved, integrity = '', link = false }]) => {
    // The project itself, and what lies in it.
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return [];
    if (link) return /^[a-z]+\/[a-z]+$/.test(resolved ?? '') ? [] : [`${path} is linked to ${resolved}`];
    return [
      ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${path} has no SHA-512: ${integrity}`]),
      ...(/^\d+\.\d+\.\d+/.test(version) ? [] : [`${path} is not a version: ${version}`]),
      // Without an address npm asks the registry it is set to, for the name and the version.
      ...(resolved === undefined ? [] : [`${path} is fetched from an address of its own: ${resolved}`]),
    ];
  });
}

const json = async (name: string) => JSON.parse(await readFile(new URL(`../${name}`, import.meta.url), 'utf8'));

test('every package of the lock comes from a registry, with a digest', async () => {
  const { packages, lockfileVersion } = await json('package-lock.json');
  expect(lockfileVersion).toBe(3);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(lockMistakes(packages)).toEqual([]);
});

test('what is asked for is a version, or lies in the project', async () => {
  const { dependencies, devDependencies } = await json('package.json');
  for (const asked of Object.values({ ...dependencies, ...devDependencies })) {
    expect(asked).toMatch(/^(\d+\.\d+\.\d+|file:shims\/\w+)$/);
  }
});

const whole = { version: '1.0.0', integrity: `sha512-${'a'.repeat(86)}==` };
test.each([
  ['no digest', { version: '1.0.0' }, 'no SHA-512'],
  ['a digest that can be forged', { version: '1.0.0', integrity: 'sha1-aaaa' }, 'no SHA-512'],
  ['git', { ...whole, version: 'git+ssh://git@code.example/x.git#abc' }, 'not a version'],
  ['an address', { ...whole, resolved: 'http://code.example/x.tgz' }, 'an address of its own'],
  ['a link out of the project', { link: true, resolved: '../x' }, 'linked'],
])('%s is found', (_, locked, words) => {
  expect(lockMistakes({ '': {}, 'node_modules/x': locked, 'node_modules/y': whole })).toEqual([
    expect.stringContaining(words),
  ]);
});
