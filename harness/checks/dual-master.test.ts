import { describe, expect, test } from 'vitest';
import { adverts, deafBackup, every, holds, logged, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, Run, Stranger, TrialRecord } from '../model.ts';
import { check } from './dual-master.ts';
import { judged, verdicts } from './judged.ts';

function recordingOf(fault: string, observations: Observation[], changes: Partial<TrialRecord> = {}) {
  return scripted({ faults: [quietFault(fault)], trials: [trialAt(fault, changes)], observations });
}

const quiet = [...adverts(1, every(1000, 5000, 20_000)), holds(1, 1000, true), holds(2, 1000, false)];

describe('under a fault of VRRP’s path', () => {
  test('two MASTERs from the usurper’s takeover until healing begins', () => {
    expect(judged(check, recordingOf('deafen-backup', deafBackup(), { target: 'director-2' }))).toMatchObject({
      run: { verdict: 'pass', headline: 'Never two MASTERs while no fault was in place.' },
      'deafen-backup': {
        verdict: 'pass',
        headline: 'Two MASTERs for 2.551 s until healing began (2.552 s predicted), 1 trial.',
        measured: { median: 2551 },
      },
    });
  });

  test('none where one of three adverts still comes through', () => {
    expect(judged(check, recordingOf('deafen-master', quiet))['deafen-master']).toMatchObject({
      verdict: 'pass',
      headline: 'Never two MASTERs, as predicted, 1 trial.',
    });
    expect(judged(check, recordingOf('deafen-master', deafBackup()))['deafen-master']).toMatchObject({
      verdict: 'fail',
      headline:
        'Trial 1: two directors were MASTER for 2.551 s until healing began, 0.000 s predicted, 0.000 s allowed.',
    });
  });

  test('too short, and too long, fail', () => {
    expect(verdicts(check, recordingOf('cut-vrrp', quiet))['cut-vrrp']).toBe('fail');
    const early = [...quiet, ...adverts(2, every(1000, 12_000, 20_000))];
    expect(verdicts(check, recordingOf('cut-vrrp', early))['cut-vrrp']).toBe('fail');
  });

  test('unknown: healed too soon, not confirmed, nothing recorded', () => {
    const soon = { healStartedAtMs: 12_000 };
    expect(verdicts(check, recordingOf('cut-vrrp', quiet, soon))['cut-vrrp']).toBe('unknown');
    expect(verdicts(check, recordingOf('cut-vrrp', quiet, { confirmation: null }))['cut-vrrp']).toBe('unknown');
    expect(verdicts(check, recordingOf('cut-vrrp', []))).toEqual({ run: 'unknown', 'cut-vrrp': 'unknown' });
  });
});

describe('without a fault', () => {
  const both = [...adverts(1, every(1000, 1000, 9000)), ...adverts(2, every(1000, 1500, 9500))];

  test('passwords that differ, by what keepalived logs', () => {
    const refused = logged(2, 900, '(VI_1) received an invalid passwd from 198.18.0.11!');
    expect(judged(check, scripted({ observations: [...both, refused] })).run).toMatchObject({
      verdict: 'fail',
      headline:
        'director-1 and director-2 were MASTER at the same time for 8.000 s without any fault: ' +
        'director-2 does not follow the adverts of director-1: their VRRP passwords differ.',
    });
  });

  test('of two that silence one another the VIP tells', () => {
    const held = [holds(1, 500, true), holds(2, 500, true), ...adverts(1, every(1000, 1000, 9000))];
    expect(judged(check, scripted({ observations: held })).run).toMatchObject({
      verdict: 'fail',
      headline: 'director-1 and director-2 were MASTER at the same time for 8.500 s without any fault.',
    });
  });

  test('virtual router ids that differ, by the wire', () => {
    const pair = syntheticTopology();
    const directors = pair.directors.map((one, index) => (index === 1 ? { ...one, virtualRouterId: 52 } : one));
    const observations = [
      ...adverts(1, every(1000, 1000, 9000)),
      ...adverts(2, every(1000, 1500, 9500), { virtualRouterId: 52 }),
    ];
    expect(judged(check, scripted({ topology: { ...pair, directors }, observations })).run?.headline).toBe(
      'director-1 and director-2 were MASTER at the same time for 8.000 s without any fault: ' +
        'director-2 advertises virtual router id 52, director-1 51.',
    );
  });

  test('another cluster with the same virtual router id', () => {
    const observations = [...quiet, ...adverts(3, every(1000, 5200, 9200))];
    expect(judged(check, scripted({ observations })).run).toMatchObject({
      verdict: 'fail',
      headline:
        'Another cluster advertises virtual router id 51 from 198.18.0.13 (priority 110): give one of them another id.',
    });
  });

  test('another cluster that shows itself only when the master has died', () => {
    const observations = [...quiet.filter(({ at }) => at < 10_500 || at > 16_500), ...adverts(3, [14_100, 15_100])];
    const found = judged(check, recordingOf('kill-director', observations));
    expect(found).toMatchObject({ run: { verdict: 'fail' } });
    expect(found.run?.headline).toContain('Another cluster advertises virtual router id 51 from 198.18.0.13');
    expect(verdicts(check, recordingOf('second-pair', observations)).run).toBe('pass');
  });

  test('another cluster that took over before anything began', () => {
    const observations = adverts(3, every(1000, 1000, 9000));
    expect(judged(check, scripted({ observations })).run).toMatchObject({
      verdict: 'fail',
      headline:
        'Another cluster advertises virtual router id 51 from 198.18.0.13 (priority 110), and no director of this one is ' +
        'MASTER: give one of them another id.',
    });
  });

  test('a hand-over is none, and nothing recorded proves nothing', () => {
    const handOver = [...adverts(2, [1000, 2000, 3000]), ...adverts(1, [3100, 4100])];
    expect(verdicts(check, scripted({ observations: handOver }))).toEqual({ run: 'pass' });
    expect(verdicts(check, scripted({ observations: [] }))).toEqual({ run: 'unknown' });
  });

  test('that one holds the VIP proves nothing without an advert, but two that do are too many', () => {
    const held = [holds(1, 1000, true), holds(2, 1000, false), holds(2, 9000, false)];
    expect(judged(check, scripted({ observations: held })).run?.headline).toBe(
      'No advert was recorded while no fault was in place.',
    );
    const two = [holds(1, 1000, true), holds(2, 1000, true), holds(2, 9000, false)];
    expect(verdicts(check, scripted({ observations: two }))).toEqual({ run: 'fail' });
  });
});

describe('beside another cluster with the same virtual router id', () => {
  const stranger: Stranger = {
    name: 'stranger-1',
    address: '198.18.0.13',
    priority: 110,
    vip: '198.18.0.200',
    virtualRouterId: 51,
    password: 'drill',
  };

  function beside(changes: Partial<Stranger>, observations: Observation[], run: Partial<Run> = {}) {
    const topology = { ...syntheticTopology(), strangers: [{ ...stranger, ...changes }] };
    const trials = [trialAt('second-pair')];
    return judged(check, scripted({ topology, faults: [quietFault('second-pair')], trials, observations, run }))[
      'second-pair'
    ];
  }

  const taken = [
    ...adverts(1, every(1000, 5000, 14_000)),
    ...adverts(3, every(1000, 14_120, 16_120)),
    holds(1, 1000, true),
    holds(2, 1000, false),
    holds(1, 14_122, false),
    ...adverts(1, [19_000, 20_000]),
    holds(1, 19_001, true),
  ];
  const apart = [...quiet, ...adverts(3, every(1000, 14_120, 16_120))];
  const older = { versions: { ...scripted({ observations: [] }).run.versions, keepalived: '2.2.7' } };

  test('a higher priority takes the VIP away, as predicted', () => {
    expect(beside({}, taken)).toMatchObject({
      verdict: 'pass',
      headline:
        'Another cluster advertises virtual router id 51 from 198.18.0.13 (priority 110); ' +
        'keepalived 2.3.3 takes its adverts for those of its own cluster and should give up the VIP; ' +
        'two MASTERs for 0.002 s (0.000 s predicted), nobody held the VIP for 2.078 s (1.629 to 2.130 s predicted); 1 trial.',
      predicted: { low: 0, high: 0 },
    });
  });

  test('a lower priority stays BACKUP', () => {
    expect(beside({ priority: 95 }, quiet)).toMatchObject({
      verdict: 'pass',
      headline:
        'Another cluster (198.18.0.13) is configured with virtual router id 51 and sends no adverts; the own master goes ' +
        'before it, and it should stay BACKUP; two MASTERs for 0.000 s (0.000 s predicted), nobody held the VIP for 0.000 s ' +
        '(0.000 s predicted); 1 trial.',
    });
  });

  test('another password, or a keepalived before 2.3.3: both discard each other’s adverts', () => {
    expect(beside({ password: 'other' }, apart)).toMatchObject({
      verdict: 'pass',
      measured: { median: 2080 },
      headline: expect.stringContaining('authentication differs, so both should discard each other’s adverts'),
    });
    expect(beside({}, apart, older)).toMatchObject({
      verdict: 'pass',
      headline: expect.stringContaining('keepalived 2.2.7 should discard adverts with other VIPs'),
    });
    expect(beside({ password: 'other' }, quiet)?.verdict).toBe('fail');
  });

  test('a prediction that does not come true fails', () => {
    expect(beside({}, apart)).toMatchObject({
      verdict: 'fail',
      headline: expect.stringContaining('nobody held the VIP for 0.000 s (1.629 to 2.130 s predicted)'),
    });
    expect(beside({ password: 'other' }, taken)).toMatchObject({
      verdict: 'fail',
      headline: expect.stringContaining('nobody held the VIP for 2.078 s (0.000 s predicted)'),
    });
  });

  test('another virtual router id is nobody’s business', () => {
    expect(beside({ virtualRouterId: 52 }, quiet)?.verdict).toBe('pass');
  });

  test('unknown: a version that cannot be read, nobody watched the VIP', () => {
    const unread = { versions: { ...older.versions, keepalived: 'unknown' } };
    expect(beside({}, taken, unread)?.verdict).toBe('unknown');
    expect(
      beside(
        {},
        taken.filter(({ series }) => series === 'advert'),
      )?.verdict,
    ).toBe('unknown');
  });
});
