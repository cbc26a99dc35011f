import { expect, test } from 'vitest';
import {
  adverts,
  deafBackup,
  entry,
  every,
  holds,
  macOf,
  quietFault,
  scripted,
  trialAt,
} from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, TrialRecord } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './owner-known.ts';

function recordingOf(observations: Observation[], changes: Partial<TrialRecord> = {}) {
  return scripted({ faults: [quietFault('cut-vrrp')], trials: [trialAt('cut-vrrp', changes)], observations });
}

const withoutEntries = deafBackup().filter(({ series }) => series !== 'neighbour');

test('the client is back with the owner at once', () => {
  expect(judged(check, recordingOf(deafBackup()))).toMatchObject({
    run: {
      verdict: 'pass',
      headline: 'The client’s entry pointed to the holder of the VIP before the first fault.',
    },
    'cut-vrrp': {
      verdict: 'pass',
      headline:
        'After healing the client’s entry pointed to the holder of the VIP; while the fault lasted it changed 2 times, ' +
        'between director-1 and director-2, 1 trial.',
      measured: { median: 0 },
    },
  });
});

test('an entry that comes late, but within a second', () => {
  const late = [...withoutEntries, entry(1000, 11), entry(13_651, 12), entry(17_200, 11)];
  expect(judged(check, recordingOf(late))['cut-vrrp']).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('0.548 s late at most; while the fault lasted it changed once'),
    measured: { median: 548 },
  });
});

const stuck = [...withoutEntries, entry(1000, 11), entry(13_651, 12)];

/** Gratuitous ARP for the VIP by director 1 or 2. */
function garp(director: number, at: number): Observation {
  return { series: 'garp', at, node: 'client-1', value: { address: '198.18.0.10', mac: macOf(10 + director) } };
}

test('the last gratuitous ARP counts: a client that stays with the loser is what keepalived makes of it', () => {
  const unheard = judged(check, recordingOf([...stuck, garp(2, 13_650)]))['cut-vrrp'];
  expect(unheard).toMatchObject({ verdict: 'pass', limit: null });
  expect(unheard?.headline).toContain('which never learned of it; vrrp_higher_prio_send_advert cures that');
  const overtaken = judged(check, recordingOf([...stuck, garp(1, 16_651), garp(2, 16_653)]))['cut-vrrp'];
  expect(overtaken).toMatchObject({ verdict: 'pass', limit: null });
  expect(overtaken?.headline).toContain('announced itself after director-1 had');
});

test('a client that stays with the loser although the winner spoke last fails, and so does one where none spoke', () => {
  expect(verdicts(check, recordingOf([...stuck, garp(2, 13_650), garp(1, 16_651)]))['cut-vrrp']).toBe('fail');
  expect(judged(check, recordingOf(stuck))['cut-vrrp']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: the client sent to director-2 for 3.998 s although director-1 alone held the VIP, which sent no ' +
      'gratuitous ARP, and still did when watching ended; while the fault lasted it changed once, between director-1 and director-2.',
  });
});

test('with the option that cures it, staying with the loser fails', () => {
  const topology = syntheticTopology();
  const cured = { ...topology, vrrp: { ...topology.vrrp, higherPrioSendAdvert: true as const } };
  const recording = scripted({
    topology: cured,
    faults: [quietFault('cut-vrrp')],
    trials: [trialAt('cut-vrrp')],
    observations: [...stuck, garp(2, 13_650)],
  });
  expect(verdicts(check, recording)['cut-vrrp']).toBe('fail');
});

test('a real server that answers for the VIP is named', () => {
  const stolen = [...withoutEntries, entry(1000, 21)];
  expect(judged(check, recordingOf(stolen)).run).toMatchObject({
    verdict: 'fail',
    headline:
      'Before the first fault the client sent to real-server-1, while director-1 held the VIP 198.18.0.10: ' +
      'real-server-1 answers ARP for the VIP (arp_ignore is not set on it).',
  });
  expect(judged(check, recordingOf(stolen))['cut-vrrp']?.headline).toContain('real-server-1 answers ARP for the VIP');
});

test('a real server that takes the VIP after healing is no loser that stepped back', () => {
  const taken = [...withoutEntries, entry(1000, 11), entry(13_651, 12), entry(13_653, 11), entry(16_900, 21)];
  expect(judged(check, recordingOf(taken))['cut-vrrp']).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining(
      'and still did when watching ended: real-server-1 answers ARP for the VIP (arp_ignore is not set on it); while',
    ),
  });
});

test('nor is a director that held no VIP when healing began, and an advert while filters come off says nothing', () => {
  const healedMs = 16_600;
  const silent = stuck.filter(({ series, at, value }) => {
    const loser = series === 'advert' && (value as { source: string }).source === '198.18.0.12';
    return !(loser && at >= healedMs);
  });
  const early = silent.map((one) => (one.at === 16_652 ? { ...one, at: 16_100 } : one));
  expect(verdicts(check, recordingOf(early))['cut-vrrp']).toBe('fail');
  const wide = { restored: { earliestMs: 16_203, latestMs: 16_640 } };
  const inBracket = [...stuck, ...adverts(1, [16_500])];
  expect(verdicts(check, recordingOf(inBracket, wide))['cut-vrrp']).toBe('fail');
});

test('what an earlier fault left behind is not this one’s doing', () => {
  const stale = [...withoutEntries, entry(1000, 12)];
  expect(judged(check, recordingOf(stale))['cut-vrrp']).toMatchObject({
    verdict: 'unknown',
    headline: 'Trial 1: the client sent to director-2 already when the fault struck, although director-1 held the VIP.',
  });
});

test('two holders: either entry is right', () => {
  const both = [...withoutEntries.filter(({ at }) => at !== 16_652), entry(1000, 11), entry(13_651, 12)];
  expect(verdicts(check, recordingOf(both))['cut-vrrp']).toBe('pass');
});

test('without a second holder a short look is enough', () => {
  const quiet = [...adverts(1, every(1000, 5000, 16_500)), holds(1, 1000, true), entry(1000, 11)];
  expect(verdicts(check, recordingOf(quiet))['cut-vrrp']).toBe('pass');
});

test('unknown: nobody watched, nothing after healing, not confirmed, no trials', () => {
  expect(verdicts(check, recordingOf(withoutEntries))).toEqual({ run: 'unknown', 'cut-vrrp': 'unknown' });
  const unwatched = deafBackup().filter(({ series }) => series !== 'vip-holder');
  expect(verdicts(check, recordingOf(unwatched))).toEqual({ run: 'unknown', 'cut-vrrp': 'unknown' });
  const short = deafBackup().filter(({ at }) => at < 16_700);
  expect(judged(check, recordingOf(short))['cut-vrrp']).toMatchObject({
    verdict: 'unknown',
    headline: 'Trial 1: the client’s entry pointed to the holder of the VIP, but only 0.447 s were seen after healing.',
  });
  const stuckShort = [...short.filter(({ at }) => at !== 13_653), holds(2, 16_300, false)];
  expect(judged(check, recordingOf(stuckShort))['cut-vrrp']?.headline).toContain(
    'pointed to director-2, while director-1 held the VIP, but only',
  );
  expect(verdicts(check, recordingOf(deafBackup(), { confirmation: null }))['cut-vrrp']).toBe('unknown');
  expect(verdicts(check, scripted({ faults: [quietFault('cut-vrrp')], observations: [] }))).toEqual({
    run: 'unknown',
    'cut-vrrp': 'unknown',
  });
});
