import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ways of apt, mmdebstrap, dpkg, wget, curl, npm and Node to take what nobody vouches for. */
const unchecked =
  /trusted\s*=\s*yes|allow[-_]?(unauthenticated|insecure|weak|downgrade-to-insecure)|AllowInsecure|AllowWeak|AllowDowngradeToInsecure|AllowUnauthenticated|Verify-(Peer|Host)[^\n]*(false|no\b)|--force-yes|--no-check-\w+|--no-debsig|--insecure\b|NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized|strict-ssl|signed-by\s*=\s*\/dev\/null|--skip=check\/(signed-by|qemu)/i;

const ours = ['.ci', '.github', 'harness', 'reports', 'shims', 'suites', 'test', 'topologies'];
/** Files that would name these ways to tell of them. */
const telling = ['harness/signatures.test.ts'];

async function sources(): Promise<string[]> {
  const found = (await readdir(root)).filter((name) => /^(Dockerfile|package\.json$|\.npmrc$)/.test(name));
  for (const folder of ours) {
    for (const one of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (one.isFile() && !/\.(png|ttf|golden|ndjson|pcap)$/.test(one.name))
        found.push(join(one.parentPath, one.name).slice(root.length));
    }
  }
  return found.filter((path) => !telling.includes(path));
}

test('nothing of ours turns the check of a signature or a certificate off', async () => {
  const paths = await sources();
  expect(paths).toEqual(
    expect.arrayContaining([
      'Dockerfile.director',
      '.ci/run',
      'harness/engine/lab/rootfs.ts',
      'harness/engine/lab/guest/rootfs-hook.sh',
    ]),
  );
  const found: string[] = [];
  for (const path of paths) {
    for (const [index, line] of (await readFile(join(root, path), 'utf8')).split('\n').entries()) {
      if (unchecked.test(line)) found.push(`${path}:${index + 1}: ${line.trim()}`);
    }
  }
  expect(found).toEqual([]);
});

test.each([
  'deb [trusted=yes] http://mirror.example/debian trixie main',
  'apt-get install --allow-unauthenticated x',
  '--aptopt=Acquire::AllowInsecureRepositories "true"',
  'Acquire::https::Verify-Peer "false";',
  'wget --no-check-certificate',
  'rejectUnauthorized: false',
])('`%s` would be found', (line) => {
  expect(unchecked.test(line)).toBe(true);
});

test('that an old release file is taken from a mirror that is a frozen copy is not such a way', () => {
  expect(unchecked.test("await run('check-valid-until=no')")).toBe(false);
});
