import { expect, test } from 'vitest';
import type { LoadTrial, Throughput } from '../model.ts';
import { evidenceOf } from './link-evidence.ts';
import { gainOf, gainRounds } from './link-gain.ts';
import { trialsOfKind } from './loads.ts';
import { type ShapedLoad, shapedLoadOf } from './shaped-load.ts';
import { type LoadOptions, loadedRecording } from './synthetic-loads.ts';

const shaped: LoadOptions = {
  comparison: { responseBytes: [10_240], connectionUses: ['fresh'], linkBitsPerSecond: 8_000_000 },
  realServers: 10,
  rounds: 2,
};

function runOf(options: LoadOptions = {}) {
  return loadedRecording({ ...shaped, ...options }).run;
}

function first(path: LoadTrial['path'], options: LoadOptions = {}) {
  const run = runOf(options);
  const [trial] = trialsOfKind(run, { path, responseBytes: 10_240, connectionUse: 'fresh' });
  if (trial === undefined) throw new Error('there is no trial');
  return { run, trial };
}

function numbersOf(path: LoadTrial['path'], options: LoadOptions = {}): ShapedLoad {
  const { run, trial } = first(path, options);
  const load = shapedLoadOf(run, trial);
  if (typeof load === 'string') throw new Error(load);
  return load;
}

test('through NAT the director is full, by direct routing and tunnels the real servers are, all at their rate', () => {
  const nat = numbersOf('NAT');
  expect(nat.fullest.place).toBe('director');
  expect(nat.cost.requestBytes).toBeCloseTo(404 + 66 * 4, 0);
  expect(nat.cost.answerBytes).toBeCloseTo(10_240 + 575 + 66 * 7, 0);
  for (const load of [nat, numbersOf('DR'), numbersOf('TUN'), numbersOf('direct')]) {
    expect(load.utilisation).toBeGreaterThan(0.96);
    expect(load.requestsPerSecond / load.predicted.requestsPerSecond).toBeCloseTo(0.985, 1);
  }
  expect(numbersOf('DR').predicted.links).toMatchObject([{ place: 'real-servers', direction: 'sent' }]);
});

test('what crossed each link is told beside what the client’s link predicts', () => {
  const director = numbersOf('TUN').uses.filter(({ place }) => place === 'director');
  expect(director.map(({ countedBytesPerRequest }) => Math.round(countedBytesPerRequest))).toEqual([668, 848]);
  for (const { countedBytesPerRequest, bytesPerRequest } of director) {
    expect(countedBytesPerRequest).toBeCloseTo(bytesPerRequest, 0);
  }
});

test('a link that more came to than its limit lets through was full, and no more than that', () => {
  const flooded = (trial: LoadTrial): LoadTrial => ({
    ...trial,
    links: trial.links.map((link) =>
      link.node === 'director-1' ? { ...link, receivedBytes: link.receivedBytes * 1.5 } : link,
    ),
  });
  const nat = numbersOf('NAT', { change: flooded });
  const [received, sent] = nat.uses;
  expect(received?.utilisation).toBe(1);
  expect(received?.countedBytesPerRequest).toBeCloseTo(1.5 * (received?.bytesPerRequest ?? 0), 0);
  expect(sent?.utilisation).toBeLessThan(1);
});

test('directly only those real servers count that were asked', () => {
  const onlyOne = (trial: LoadTrial): LoadTrial => ({
    ...trial,
    links: trial.links.map((link) =>
      link.node.startsWith('real-server-') && link.node !== 'real-server-1'
        ? { ...link, sentBytes: 900, receivedBytes: 900 }
        : link,
    ),
  });
  const all = numbersOf('direct').predicted.requestsPerSecond;
  expect(numbersOf('direct', { change: onlyOne }).predicted.requestsPerSecond).toBeCloseTo(all / 10, 6);
});

test.each<[string, (trial: LoadTrial) => LoadTrial, string]>([
  ['a load that broke off', (trial) => ({ ...trial, error: 'no answer from the client' }), 'no answer from the client'],
  ['no throughput', (trial) => ({ ...trial, throughput: null }), 'the load was not measured'],
  ['no counters', (trial) => ({ ...trial, links: [] }), 'the links were not counted'],
  ['no time between the counters', (trial) => ({ ...trial, countedMs: null }), 'the links were not counted'],
  [
    'super-packets',
    (trial) => ({
      ...trial,
      links: trial.links.map((link) => ({ ...link, receivedPackets: link.receivedPackets / 9 })),
    }),
    'packets longer than a frame',
  ],
])('%s gives no numbers, and says why', (_, change, reason) => {
  const { run, trial } = first('DR', { change });
  expect(shapedLoadOf(run, trial)).toContain(reason);
  expect(evidenceOf(run, trial)).toMatchObject({ load: null, doubt: 'not-measured' });
});

test('a load that filled no link, was too short, or was often given up is no evidence', () => {
  const doubtWith = (change: (throughput: Throughput) => object, options: LoadOptions = {}) => {
    const { run, trial } = first('DR', {
      ...options,
      change: (one) =>
        one.throughput === null ? one : { ...one, throughput: { ...one.throughput, ...change(one.throughput) } },
    });
    return evidenceOf(run, trial).doubt;
  };
  expect(doubtWith(() => ({}))).toBeNull();
  expect(doubtWith(() => ({ responses: 350 }))).toBe('too-few');
  const settled = { ...shaped.comparison, settleMs: 2000 };
  expect(doubtWith(() => ({ responses: 350 }), { comparison: settled })).toBeNull();
  expect(doubtWith(() => ({ responses: 60 }), { comparison: settled })).toBe('too-few');
  expect(doubtWith(({ responses }) => ({ errors: responses / 50 }))).toBeNull();
  expect(doubtWith(({ responses }) => ({ errors: responses / 18 }))).toBe('failed');
  const slow = first('DR', { change: (one) => ({ ...one, countedMs: 11_000 }) });
  expect(evidenceOf(slow.run, slow.trial).doubt).toBe('link-not-full');
});

test('the gain over NAT comes of the two trials of a round, and only of rounds that are evidence', () => {
  const kind = { path: 'DR', responseBytes: 10_240, connectionUse: 'fresh' } as const;
  const gain = gainOf(runOf(), kind);
  // (668 + 11277) / (11277 / 10)
  expect(gain?.predicted.value).toBeCloseTo(10.59, 1);
  expect(gain?.measured.value).toBeCloseTo(10.59, 0);
  expect(gain?.rounds).toBe(2);
  const idle = runOf({
    change: (trial) => (trial.path === 'NAT' && trial.round === 0 ? { ...trial, countedMs: 20_000 } : trial),
  });
  expect(gainRounds(idle, kind).map((round) => round.gain === null)).toEqual([true, false]);
  expect(gainOf(idle, kind)?.rounds).toBe(1);
});
