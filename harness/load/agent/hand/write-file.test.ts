import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canStartNodes, type NodeUnderTest, startNode } from '../node-under-test.ts';
import { prepareWriteFile } from './write-file.ts';

describe.skipIf(!canStartNodes())('prepareWriteFile', () => {
  let folder: string;
  let node: NodeUnderTest;
  const write = (name: string, content: string | null) => prepareWriteFile(node.initPid, join(folder, name), content);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lvs-drill-write-'));
    writeFileSync(join(folder, 'mounted'), 'mounted');
    node = await startNode(`mount --bind ${join(folder, 'mounted')} ${join(folder, 'mounted')}`);
  });
  afterAll(async () => {
    await node[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('makes a file that all may read, at the strike and not before', async () => {
    const act = write('page', 'first\n');
    expect(existsSync(join(folder, 'page'))).toBe(false);
    expect(await act.strike()).toMatchObject({ effective: true, evidence: expect.stringContaining('the 6 bytes') });
    expect(read('page')).toBe('first\n');
    expect(statSync(join(folder, 'page')).mode & 0o777).toBe(0o644);
  });

  it('replaces a file, keeps its mode and leaves nothing beside it', async () => {
    await write('script', 'old').strike();
    chmodSync(join(folder, 'script'), 0o755);
    await write('script', 'new').strike();
    expect(read('script')).toBe('new');
    expect(statSync(join(folder, 'script')).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('removes a file, and does not mind when there is none', async () => {
    await write('flag', '').strike();
    expect(existsSync(join(folder, 'flag'))).toBe(true);
    for (const _ of ['once', 'twice']) {
      expect(await write('flag', null).strike()).toMatchObject({ effective: true });
      expect(existsSync(join(folder, 'flag'))).toBe(false);
    }
  });

  it('leaves everything as it was when it is abandoned', () => {
    const before = readdirSync(folder);
    write('never', 'x').abandon();
    expect(readdirSync(folder)).toEqual(before);
  });

  it('refuses a file that the engine has mounted', () => {
    expect(() => write('mounted', 'x')).toThrow('a mount of its own');
    expect(() => write('mounted', null)).toThrow('a mount of its own');
  });

  it('refuses a folder in the place of the file, and a folder that is missing', () => {
    mkdirSync(join(folder, 'folder'));
    expect(() => write('folder', 'x')).toThrow('no regular file');
    expect(() => write('none/file', 'x')).toThrow('no folder');
  });
});
