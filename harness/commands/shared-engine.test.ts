import { expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { shareEngine } from './shared-engine.ts';

/** Engines that are opened one after the other, and what became of them. */
function workshop() {
  const log: string[] = [];
  const state = { answers: true, trouble: [] as string[], endFails: false };
  const open = async (): Promise<Engine> => {
    const id = log.filter((line) => line.startsWith('open')).length + 1;
    log.push(`open ${id}`);
    return {
      kind: 'lab',
      reason: `engine ${id}`,
      docker: {
        ping: async () => {
          if (!state.answers) throw new Error('connect ECONNREFUSED');
        },
      } as unknown as Engine['docker'],
      outlivesRun: false,
      dockerHost: 'unix:///nowhere',
      withPackages: (build) => build(undefined),
      kernelTrouble: async () => state.trouble,
      logFiles: [],
      [Symbol.asyncDispose]: async () => {
        log.push(`end ${id}`);
        if (state.endFails) throw new Error('it would not go');
      },
    };
  };
  return { log, state, open };
}

test('one engine is opened, its borrowers cannot end it, and it is ended once with what holds it', async () => {
  const { log, open } = workshop();
  {
    await using shared = shareEngine(open);
    for (let n = 0; n < 3; n += 1) {
      await using lent = await shared.lend(() => {});
      expect(lent.reason).toBe('engine 1');
    }
    expect(log).toEqual(['open 1']);
  }
  expect(log).toEqual(['open 1', 'end 1']);
});

test('nothing is ended that was never opened', async () => {
  const { log, open } = workshop();
  {
    await using _shared = shareEngine(open);
  }
  expect(log).toEqual([]);
});

test('an engine that died is replaced, also where it cannot be ended, and it is said why', async () => {
  const { log, state, open } = workshop();
  const told: string[] = [];
  await using shared = shareEngine(open);
  await shared.lend(() => {});
  Object.assign(state, { answers: false, endFails: true });
  const lent = await shared.lend((line) => told.push(line));
  expect(lent.reason).toBe('engine 2');
  expect(log).toEqual(['open 1', 'end 1', 'open 2']);
  expect(told).toEqual([
    'the engine is opened anew: connect ECONNREFUSED',
    'the one before could not be ended: it would not go',
  ]);
  state.endFails = false;
});

test('a kernel in trouble does not spoil the suites that follow', async () => {
  const { state, open } = workshop();
  await using shared = shareEngine(open);
  await shared.lend(() => {});
  state.trouble = ['BUG: soft lockup'];
  expect((await shared.lend(() => {})).reason).toBe('engine 2');
});

test('what keeps the engine from opening reaches the borrower, and the next one tries again', async () => {
  const { open } = workshop();
  let tries = 0;
  await using shared = shareEngine(async () => {
    tries += 1;
    if (tries === 1) throw new Error('no room');
    return open();
  });
  await expect(shared.lend(() => {})).rejects.toThrow('no room');
  expect((await shared.lend(() => {})).reason).toBe('engine 1');
});
