import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestValue } from '../../model.ts';
import { monotonicMs, pollUntil, waitUntilMs } from './clock.ts';
import { discardingServer } from './discarding-server.ts';

let folder = '';
let files = { window: '', discarded: '' };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvs-drill-discard-'));
  files = { window: join(folder, 'window'), discarded: join(folder, 'discarded') };
});
afterEach(() => rmSync(folder, { recursive: true }));

function asking() {
  const server = discardingServer(files);
  const answers: RequestValue[] = [];
  const waiting: (() => void)[] = [];
  const ask = () => {
    const nowMs = monotonicMs();
    server.ask({
      vip: '198.18.0.10',
      port: 80,
      source: '198.18.0.101',
      localPort: 20_000,
      dueMs: nowMs,
      nowMs,
      tellPort: false,
      deadline: (giveUp) => {
        waiting.push(giveUp);
        return () => {};
      },
      onDone: (value) => answers.push(value),
      onLocalFault: () => {},
    });
  };
  return { server, answers, waiting, ask };
}

test('answers at once, discards in its window alone, and says how many it has discarded', async () => {
  const fromMs = monotonicMs() + 300;
  const toMs = fromMs + 100;
  const { server, answers, waiting, ask } = asking();
  writeFileSync(files.window, `${fromMs} ${toMs}\n`);
  ask();
  expect(answers).toMatchObject([{ outcome: 'ok', realServer: 'in-process' }]);
  const { signal } = new AbortController();
  await waitUntilMs(fromMs + 1, signal);
  ask();
  ask();
  expect(answers).toHaveLength(1);
  for (const giveUp of waiting) giveUp();
  expect(answers.slice(1)).toMatchObject([{ outcome: 'response-timeout' }, { outcome: 'response-timeout' }]);
  await waitUntilMs(toMs, signal);
  ask();
  expect(answers.at(-1)?.outcome).toBe('ok');
  expect(await pollUntil(() => existsSync(files.discarded), monotonicMs() + 2000)).toBe(true);
  expect(readFileSync(files.discarded, 'utf8')).toBe(`${fromMs} 2\n`);
  server.end();
});

test('a file that says nothing of a window is none', () => {
  writeFileSync(files.window, 'now\n');
  const { server, answers, ask } = asking();
  ask();
  expect(answers).toMatchObject([{ outcome: 'ok' }]);
  server.end();
});
