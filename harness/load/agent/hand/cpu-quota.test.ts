import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStartNodes, type NodeUnderTest, startNode } from '../node-under-test.ts';
import { prepareCpuQuota } from './cpu-quota.ts';

/** A cgroup tree of plain files, with the node in one of its cgroups: few kernels let a test make a real one. */
function cgroupTree(node: NodeUnderTest) {
  const root = mkdtempSync(join(tmpdir(), 'lvs-drill-cgroup-'));
  const folder = join(root, 'docker', 'node');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cgroup.procs'), `${node.initPid}\n`);
  return { root, cpuMax: join(folder, 'cpu.max'), [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

describe.skipIf(!canStartNodes()).concurrent('prepareCpuQuota', () => {
  it('limits, and lifts the limit', async () => {
    await using node = await startNode('true');
    using tree = cgroupTree(node);
    writeFileSync(tree.cpuMax, 'max 100000\n');
    const limit = prepareCpuQuota(node.initPid, 10_000, 100_000, tree.root);
    expect(readFileSync(tree.cpuMax, 'utf8')).toBe('max 100000\n');
    expect(await limit.strike()).toMatchObject({
      effective: true,
      evidence: expect.stringContaining('docker/node/cpu.max reads 10000 100000'),
    });
    expect(await prepareCpuQuota(node.initPid, null, 100_000, tree.root).strike()).toMatchObject({ effective: true });
    expect(readFileSync(tree.cpuMax, 'utf8')).toBe('max 100000');
  });

  it('is not effective when the kernel reads otherwise', async () => {
    await using node = await startNode('true');
    using tree = cgroupTree(node);
    symlinkSync('/dev/null', tree.cpuMax);
    const limit = prepareCpuQuota(node.initPid, 10_000, 100_000, tree.root);
    expect(await limit.strike()).toMatchObject({ effective: false });
  });

  it('says what it needs where processor time cannot be limited', async () => {
    await using node = await startNode('true');
    using tree = cgroupTree(node);
    expect(() => prepareCpuQuota(node.initPid, 10_000, 100_000, tree.root)).toThrow(
      /no cgroup of version 2 with cpu.max/,
    );
  });
});
