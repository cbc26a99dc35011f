import { expect, test } from 'vitest';
import type { Observation } from '../model.ts';
import { adverts, logged } from './scripted-run.ts';
import { withSoundLoads } from './sound-loads.ts';
import { type LoadOptions, loadedRecording } from './synthetic-loads.ts';

/** What is said of the first load through each path; loads are counted from 100 s to 110 s. */
function errors(observations: Observation[], options: LoadOptions = {}) {
  const recording = loadedRecording({ comparison: { connectionUses: ['kept'] }, rounds: 1, ...options, observations });
  const trials = withSoundLoads(recording).run.loadTrials ?? [];
  return Object.fromEntries(trials.map(({ path, error, clusterFailed }) => [path, { error, clusterFailed }]));
}

const sound = { error: undefined, clusterFailed: undefined };

test('loads during which nothing changed are left as they are', () => {
  expect(errors([])).toEqual({ direct: sound, NAT: sound, DR: sound, TUN: sound });
  expect(errors(adverts(2, [111_000]))).toMatchObject({ NAT: sound });
});

test('another master makes every load through the director no evidence, and none that goes past it', () => {
  const changed = errors(adverts(2, [105_000]));
  expect(changed.direct).toEqual(sound);
  for (const path of ['NAT', 'DR', 'TUN']) {
    expect(changed[path]?.error).toMatch(/director-2 sent adverts as MASTER meanwhile$/);
    expect(changed[path]?.clusterFailed).toBe(true);
  }
});

test('what changes while a load settles counts too: its requests were under way', () => {
  const line = 'Changing weight from 1 to 0 for service [198.18.0.22]:tcp:80 of VS [198.18.0.10]:tcp:80';
  const observations = [logged(1, 97_000, line)];
  expect(errors(observations).DR).toEqual(sound);
  const settled = errors(observations, { comparison: { connectionUses: ['kept'], settleMs: 4000 } });
  expect(settled.DR?.error).toContain('changed its table meanwhile');
  expect(settled.NAT).toEqual(sound);
});

test('what broke off already keeps its reason', () => {
  const change: LoadOptions['change'] = (trial) => ({ ...trial, error: 'no more ports' });
  expect(errors(adverts(2, [105_000]), { change }).DR).toEqual({ error: 'no more ports', clusterFailed: undefined });
});
