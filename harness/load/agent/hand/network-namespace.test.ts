import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canStartNodes, nodeAddress, startNode } from '../node-under-test.ts';
import { inspect } from './network-namespace.ts';

/** The path that programs are looked up by, which the tests below change. */
const usualPath = process.env.PATH;
const lowest = 19;

describe.skipIf(!canStartNodes())('what the hand looks with', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lvs-drill-tool-'));
    // `nice` alone prints the niceness that it was started with.
    await writeFile(join(folder, 'tc'), '#!/bin/sh\nexec nice\n');
    await chmod(join(folder, 'tc'), 0o755);
  });
  afterEach(async () => {
    process.env.PATH = usualPath;
    await rm(folder, { recursive: true });
  });

  // Catches: counters that are read at the hand's own priority, and keep httpd from the processor meanwhile.
  it('stands 20 steps behind it', async () => {
    await using node = await startNode('true');
    process.env.PATH = [folder, usualPath].join(delimiter);
    const shown = await inspect({
      initPid: node.initPid,
      address: nodeAddress,
      tool: 'tc',
      args: ['filter', '@LINK@'],
    });
    expect(Number(shown)).toBe(Math.min(lowest, getPriority() + 20));
  });
});
