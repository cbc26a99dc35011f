import { afterEach, expect, test, vi } from 'vitest';
import type { RunningCluster } from '../cluster/assemble.ts';
import { type ScenarioRun, tearDown } from './scenario-run.ts';

afterEach(() => vi.restoreAllMocks());

/** A scenario whose cluster cannot be stopped the first so many times. */
function scenarioWhoseStopFails(times: number) {
  const stop = vi.fn(async () => {});
  for (let time = 0; time < times; time += 1) stop.mockRejectedValueOnce(new Error('the engine is busy'));
  return { stop, state: { cluster: { stop } as unknown as RunningCluster, machine: {} } as unknown as ScenarioRun };
}

test('a cluster that would not go is tried again, one that went is not', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { stop, state } = scenarioWhoseStopFails(1);
  await tearDown(state, false);
  expect(said).toHaveBeenCalledWith('Cleaning up failed: the engine is busy');
  await tearDown(state, false);
  await tearDown(state, false);
  expect(stop).toHaveBeenCalledTimes(2);
});

test('one that is to be kept stays, and the user is told', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { stop, state } = scenarioWhoseStopFails(0);
  await tearDown(state, true);
  expect(stop).not.toHaveBeenCalled();
  expect(said).toHaveBeenCalledWith(expect.stringContaining('stays up'));
});
