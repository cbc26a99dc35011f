import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dockerAt } from './engine/docker-at.ts';
import { DrillError, exitCodes } from './errors.ts';
import { explain } from './explain.ts';
import { outsideTrouble } from './outside-trouble.ts';

/** What the user is told, and with which exit code a command ends that threw it. */
function told(thrown: unknown): { code: number; text: string } {
  const lines: string[] = [];
  return { code: explain(thrown, (line) => lines.push(line)), text: lines.join('\n') };
}

test.each([
  ['a full disk', Object.assign(new Error("ENOSPC: no space left on device, mkdir '/out/x'"), { code: 'ENOSPC' })],
  ['a command that met one', Object.assign(new Error('Command failed: cp'), { stderr: 'cp: No space left on device' })],
  ['too many open files', Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })],
  ['an engine that hung up', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
  ['an engine that fails', Object.assign(new Error('(HTTP code 500) server error - x'), { statusCode: 500 })],
])('%s is no bug of ours, and is told in two sentences', (_, thrown) => {
  const { code, text } = told(thrown);
  expect(code).toBe(exitCodes.cannotRun);
  expect(text).toMatch(/^[A-Z].*\.\n[A-Z].*\.$/);
  expect(text).not.toContain('    at ');
});

test('a Docker socket that is not there, and an engine that dies in an answer, are troubles outside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-outside-'));
  const path = join(folder, 'docker.sock');
  const failureOf = () =>
    dockerAt(path)
      .listContainers()
      .then(() => null, outsideTrouble);
  expect((await failureOf())?.message).toContain(`connect ENOENT ${path}`);
  const dying = createServer((request) => request.destroy()).listen(path);
  expect((await failureOf())?.message).toContain('socket hang up');
  await new Promise((resolve) => dying.close(resolve));
  await rm(folder, { recursive: true });
});

test('a file that is missing, a wrong question and a slip of ours stay bugs', () => {
  for (const bug of [
    Object.assign(new Error('ENOENT: no such file, open x'), { code: 'ENOENT', syscall: 'open' }),
    Object.assign(new Error('(HTTP code 400) bad parameter'), { statusCode: 400 }),
    new TypeError('x is not a function'),
    null,
    'text',
  ]) {
    expect(outsideTrouble(bug)).toBeNull();
    expect(told(bug).code).toBe(exitCodes.internal);
  }
  const own = new DrillError('It broke.');
  expect(outsideTrouble(own)).toBe(own);
});
