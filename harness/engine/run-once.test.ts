import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { runOnce } from './run-once.ts';

/** An engine with one container, of which `there` tells whether it is left. */
function engine(behaviour: { start?: Error; exitCode: number; prints: string }) {
  const left = { there: false };
  const container = {
    attach: async () => Readable.from([Buffer.from(behaviour.prints)]),
    start: async () => {
      if (behaviour.start !== undefined) throw behaviour.start;
    },
    wait: async () => ({ StatusCode: behaviour.exitCode }),
    remove: async () => {
      left.there = false;
    },
  };
  const docker = {
    createContainer: async () => {
      left.there = true;
      return container;
    },
  };
  return { docker: docker as unknown as Dockerode, left };
}

test('what it printed is the answer, and nothing is left', async () => {
  const { docker, left } = engine({ exitCode: 0, prints: '7.2.7\r\n' });
  expect(await runOnce(docker, 'image', ['uname', '-r'])).toBe('7.2.7\r\n');
  expect(left.there).toBe(false);
});

// Each look at an engine that lets nobody have its root left a container there.
test('nothing is left on an engine that refuses to start it', async () => {
  const refusal = new Error('path / is mounted on / but it is not a shared mount');
  const { docker, left } = engine({ start: refusal, exitCode: 0, prints: '' });
  await expect(runOnce(docker, 'image', ['true'])).rejects.toThrow('not a shared mount');
  expect(left.there).toBe(false);
});

test('a failure comes with what it printed, and nothing is left', async () => {
  const { docker, left } = engine({ exitCode: 1, prints: 'dmesg: Operation not permitted' });
  await expect(runOnce(docker, 'image', ['dmesg'])).rejects.toThrow(/exit code 1: dmesg: Operation not permitted/);
  expect(left.there).toBe(false);
});
