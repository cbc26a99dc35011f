import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLineWriter } from './line-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'lvs-drill-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('createLineWriter', () => {
  it('writes what was printed, in order, and nothing before the batch is due', async () => {
    const path = join(folder, 'lines');
    const fd = openSync(path, 'w');
    const writer = createLineWriter(fd, 60_000, (error) => expect.fail(error.message));
    for (let number = 0; number < 1000; number++) writer.print({ number });
    expect(readFileSync(path, 'utf8')).toBe('');
    await writer.flush();
    await writer.flush();
    const numbers = readFileSync(path, 'utf8').trim().split('\n');
    expect(numbers.map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([...Array(1000).keys()]);
    closeSync(fd);
  });

  it('says once that its reader is gone', async () => {
    const readOnly = openSync('/dev/null', 'r');
    const errors: string[] = [];
    const writer = createLineWriter(readOnly, 0, (error) => errors.push(error.message));
    writer.print({ one: 1 });
    await writer.flush();
    writer.print({ two: 2 });
    await writer.flush();
    expect(errors).toEqual([expect.stringContaining('EBADF')]);
    closeSync(readOnly);
  });
});
