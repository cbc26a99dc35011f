import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleAgent } from './bundle-agent.ts';

it('gives the same bytes each time, with nothing of this machine in them', async () => {
  const [first, second] = await Promise.all([bundleAgent(), bundleAgent()]);
  expect(Buffer.from(first.code).equals(Buffer.from(second.code))).toBe(true);
  expect(Buffer.from(first.code).includes(process.cwd())).toBe(false);
});

// A checkout whose packages lie elsewhere built every image anew, and those of the other checkout as well.
it('gives the same bytes in another checkout, whose packages are a link', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'lvs-drill-checkout-'));
  try {
    for (const name of ['harness', 'package.json', 'tsconfig.json']) {
      cpSync(name, join(elsewhere, name), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(elsewhere, 'node_modules'));
    const [here, there] = await Promise.all([bundleAgent(), bundleAgent(elsewhere)]);
    expect(Buffer.from(there.code).equals(Buffer.from(here.code))).toBe(true);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

it('gives a program that needs nothing beside it and says how to use it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lvs-drill-bundle-'));
  const file = join(folder, 'agent.cjs');
  writeFileSync(file, (await bundleAgent()).code);
  for (const args of [[], ['dance'], ['toString'], ['hand', '{}', 'more']]) {
    const { status, stderr } = spawnSync(process.execPath, [file, ...args], { cwd: folder, env: {}, encoding: 'utf8' });
    expect(status).toBe(64);
    expect(stderr).toMatch(/usage: agent\.cjs <probe \| .*hand \| .*load>/);
  }
  rmSync(folder, { recursive: true });
});
