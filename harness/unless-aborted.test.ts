import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { unlessAborted } from './unless-aborted.ts';

const never = new Promise<number>(() => {});

test('hands on what the work came to, and leaves no listener behind', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(signal, Promise.resolve(3))).toBe(3);
  await expect(unlessAborted(signal, Promise.reject(new Error('engine gone')))).rejects.toThrow('engine gone');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('waits no longer once it is aborted, or was before', async () => {
  const controller = new AbortController();
  const waiting = unlessAborted(controller.signal, never);
  controller.abort(new Error('Ctrl-C'));
  await expect(waiting).rejects.toThrow('Ctrl-C');
  await expect(unlessAborted(controller.signal, Promise.resolve(3))).rejects.toThrow('Ctrl-C');
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('work that fails after it was given up disturbs nobody', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  try {
    let fail = (_: Error) => {};
    const failing = new Promise<number>((_, reject) => {
      fail = reject;
    });
    await expect(unlessAborted(AbortSignal.abort(new Error('Ctrl-C')), failing)).rejects.toThrow('Ctrl-C');
    fail(new Error('engine gone'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', listen);
  }
});
