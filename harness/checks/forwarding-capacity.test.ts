import { expect, test } from 'vitest';
import { logged } from '../measure/scripted-run.ts';
import { type LoadOptions, loadedRecording } from '../measure/synthetic-loads.ts';
import type { LinkCount, LoadTrial } from '../model.ts';
import { check } from './forwarding-capacity.ts';
import { judged, verdicts } from './judged.ts';

const shaped: LoadOptions = {
  comparison: { responseBytes: [1024], connectionUses: ['fresh'], linkBitsPerSecond: 4_000_000 },
  realServers: 10,
};

function all(change?: (trial: LoadTrial) => LoadTrial) {
  return judged(check, loadedRecording({ ...shaped, ...(change === undefined ? {} : { change }) }));
}

/** Only the loads by direct routing, with another count of what crossed some links. */
function counting(of: (link: LinkCount) => Partial<LinkCount>) {
  return all((trial) =>
    trial.path === 'DR' ? { ...trial, links: trial.links.map((link) => ({ ...link, ...of(link) })) } : trial,
  )['DR 1 KB fresh'];
}

test('as many requests as the bytes of each path predict', () => {
  expect(verdicts(check, loadedRecording(shaped))).toEqual({
    'direct 1 KB fresh': 'pass',
    'NAT 1 KB fresh': 'pass',
    'DR 1 KB fresh': 'pass',
    'TUN 1 KB fresh': 'pass',
  });
  const { 'NAT 1 KB fresh': nat, 'DR 1 KB fresh': direct } = all();
  // 4 Mbit/s over 404 + 1599 bytes, and over 404.
  expect(nat?.predicted?.high).toBeCloseTo(249.6, 0);
  expect(direct?.predicted?.high).toBeCloseTo(1237.6, 0);
  expect(nat?.headline).toMatch(
    /^NAT 1 KB fresh: 24\d\.\d requests per second, −\d\.\d % to −\d\.\d % from the prediction; the director's link full \(9\d\.\d % or more\), 5 trials\.$/,
  );
});

test('answers that come back through the director fill a link that was not predicted to be full', () => {
  const all4 = 4_000_000 / 8;
  const wrong = counting((link) => (link.node === 'client-1' ? { sentBytes: link.sentBytes / 2 } : {}));
  expect(wrong?.verdict).toBe('fail');
  expect(wrong?.headline).toContain('predicted: −');
  expect(wrong?.bound).toBeGreaterThan(0);
  const elsewhere = counting((link) => {
    if (link.node === 'director-1') return { receivedBytes: 0, sentBytes: 0 };
    return link.node.startsWith('real-server-') ? { receivedBytes: all4 * 10 } : { sentBytes: link.sentBytes / 2 };
  });
  expect(elsewhere?.headline).toContain("what was full is the real servers' links (receiving)");
});

test('another link full than the predicted one fails, even where the rate is as predicted', () => {
  const flooded = counting((link) =>
    link.node === 'director-1'
      ? { receivedBytes: link.receivedBytes * 0.6, sentBytes: link.sentBytes * 0.6 }
      : link.node.startsWith('real-server-')
        ? { receivedBytes: link.receivedBytes * 30 }
        : {},
  );
  expect(flooded?.verdict).toBe('fail');
  expect(flooded?.headline).toMatch(
    /what was full is the real servers' links \(receiving\) \(100\.0 %\), and not the director's link as predicted, of which 5\d\.\d % was used/,
  );
});

test('what the requests under way may falsify is told as a bound', () => {
  const { 'NAT 1 KB fresh': nat } = all();
  // 20 under way, and no time to settle: 20 requests more or less in 10 s.
  expect(nat?.bound).toBeCloseTo(2, 1);
});

test('a load that the cluster failed, or that failed itself, is not left out', () => {
  const verdictWith = (change: (trial: LoadTrial) => LoadTrial) =>
    all((trial) => (trial.round === 1 && trial.path === 'DR' ? change(trial) : trial))['DR 1 KB fresh'];
  const broken = { error: 'the cluster was not whole: director-1 lacks real-server-2.', clusterFailed: true as const };
  expect(verdictWith((trial) => ({ ...trial, ...broken }))?.verdict).toBe('unknown');
  expect(verdictWith((trial) => ({ ...trial, ...broken }))?.headline).toContain('lacks real-server-2');
  expect(verdictWith((trial) => ({ ...trial, error: 'the driver ended' }))?.verdict).toBe('pass');
  const failing = verdictWith((trial) =>
    trial.throughput === null ? trial : { ...trial, throughput: { ...trial.throughput, errors: 2000 } },
  );
  expect(failing?.verdict).toBe('unknown');
});

test('a table that changed within a load leaves it no evidence', () => {
  const line = 'Removing service [198.18.0.22]:tcp:80 from VS [198.18.0.10]:tcp:80';
  const observations = [logged(1, 104_000, line)];
  const one = judged(check, loadedRecording({ ...shaped, observations }));
  expect(one['DR 1 KB fresh']?.verdict).toBe('unknown');
  expect(one['DR 1 KB fresh']?.headline).toContain('director-1 changed its table meanwhile');
  expect(one['NAT 1 KB fresh']?.verdict).toBe('pass');
});

test('a link that was not full proves nothing, and the headline says how full it was', () => {
  const idle = all((trial) => (trial.path === 'TUN' ? { ...trial, countedMs: 12_000 } : trial))['TUN 1 KB fresh'];
  expect(idle?.verdict).toBe('unknown');
  expect(idle?.measured).toBeNull();
  expect(idle?.headline).toMatch(/of the director's link \(sending\), predicted to be full, 8\d\.\d % was used/);
});

test('one trial of five may be left out, and is named', () => {
  const once = all((trial) => (trial.round === 1 ? { ...trial, countedMs: 12_000 } : trial))['DR 1 KB fresh'];
  expect(once?.verdict).toBe('pass');
  expect(once?.headline).toContain('Left out, 1 of 5 trials: trial 7');
  const twice = all((trial) => (trial.round < 2 ? { ...trial, countedMs: 12_000 } : trial))['DR 1 KB fresh'];
  expect(twice?.verdict).toBe('unknown');
});

test('no trials prove nothing; comparisons through unlimited links are not asked', () => {
  expect(verdicts(check, loadedRecording({ ...shaped, rounds: 0 }))['DR 1 KB fresh']).toBe('unknown');
  expect(check.concerns?.(loadedRecording().run)).toBe(false);
  expect(check.concerns?.(loadedRecording(shaped).run)).toBe(true);
});
