import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInRoot } from './root-path.ts';

describe('pathInRoot', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'lvs-drill-root-'));
    mkdirSync(join(root, 'var'));
    mkdirSync(join(root, 'run/deep'), { recursive: true });
    writeFileSync(join(root, 'run/file'), '');
    symlinkSync('/run', join(root, 'var/run'));
    symlinkSync('../run/deep', join(root, 'var/deep'));
    symlinkSync('../../../../run', join(root, 'var/above'));
    symlinkSync('/run/file', join(root, 'var/link'));
    symlinkSync('/var/circle', join(root, 'var/circle'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ['/run/file', 'run/file'],
    ['/run/none-yet', 'run/none-yet'],
    ['/var/run/file', 'run/file'],
    ['/var/deep/file', 'run/deep/file'],
    ['/var/above/file', 'run/file'],
    ['/var/link', 'run/file'],
  ])('%s lies at %s', (path, place) => {
    expect(pathInRoot(root, path, true)).toBe(join(root, place));
  });

  it('names a link itself when the last one is not to be followed', () => {
    expect(pathInRoot(root, '/var/link', false)).toBe(join(root, 'var/link'));
    expect(pathInRoot(root, '/var/run/file', false)).toBe(join(root, 'run/file'));
  });

  it('refuses a folder that is missing, and a circle', () => {
    expect(() => pathInRoot(root, '/run/none/file', true)).toThrow('no folder /run/none');
    expect(() => pathInRoot(root, '/var/circle', true)).toThrow('too many symbolic links in /var/circle');
  });
});
