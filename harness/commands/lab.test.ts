import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatIdentity, identityAsFileName, ownIdentity } from '../process-identity.ts';
import { labCommand } from './lab.ts';

const before = process.env.XDG_CACHE_HOME;
let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lvs-drill-status-'));
  process.env.XDG_CACHE_HOME = home;
});
afterEach(async () => {
  if (before === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = before;
  await rm(home, { recursive: true });
});

const self = await ownIdentity();
const gone = { ...self, startTicks: '1' };

/** The folder of a lab in the cache. */
async function lab(id: string, process: typeof self): Promise<string> {
  const folder = join(home, 'lvs-drill', 'labs', id);
  await mkdir(folder, { recursive: true });
  const [dockerSocket, packageSocket] = [join(folder, 'docker.sock'), join(folder, 'packages.sock')];
  const record = { id, process, dockerSocket, packageSocket, rootFsKey: 'k', kept: true, ready: true, startedAt: id };
  await writeFile(join(folder, 'lab.json'), JSON.stringify(record));
  return dockerSocket;
}

async function status(): Promise<string> {
  const lines: string[] = [];
  await labCommand('status', (line) => lines.push(line));
  return lines.join('\n');
}

test('status removes what killed labs and builds left, and says so', async () => {
  await lab('1', gone);
  await mkdir(join(home, 'lvs-drill', `rootfs-1.0a1b2c3d.${identityAsFileName(gone)}`));
  expect(await status()).toMatch(/^removed what 1 lab had left behind\nno lab is running\n/);
  expect(await readdir(join(home, 'lvs-drill'))).toEqual(['labs']);
  expect(await readdir(join(home, 'lvs-drill', 'labs'))).toEqual([]);
});

test('status removes what killed runs left on the lab that is up, and nothing of a living one', async () => {
  const socket = await lab('1', self);
  const removed: string[] = [];
  const containers = [gone, self].map((owner, index) => ({
    Id: `container${index}`,
    State: 'running',
    Labels: { 'lvs-drill': '1', 'lvs-drill.run': String(index), 'lvs-drill.owner': formatIdentity(owner) },
  }));
  const engine = createServer((request, answer) => {
    if (request.method === 'DELETE') removed.push(request.url?.split('?')[0] ?? '');
    const list = request.url?.includes('/containers/json') ? containers : [];
    answer.writeHead(request.method === 'DELETE' ? 204 : 200, { 'content-type': 'application/json' });
    answer.end(request.method === 'DELETE' ? '' : JSON.stringify(list));
  }).listen(socket);
  expect(await status()).toContain('removed 1 containers and 0 networks that ended runs had left behind');
  expect(removed).toEqual(['/containers/container0']);
  engine.closeAllConnections();
  await new Promise((resolve) => engine.close(resolve));
});

test('status says of a lab that its engine is dead, and does not end in an error', async () => {
  await lab('1', self);
  expect(await status()).toContain('its Docker engine does not answer; `npm run lab -- down` ends it');
});
