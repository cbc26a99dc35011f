import {
  adverts,
  deafBackup,
  entry,
  every,
  holds,
  quietFault,
  requests,
  scripted,
  trialAt,
} from '../../measure/scripted-run.ts';
import { type SyntheticOptions, syntheticRecording, withSeries } from '../../measure/synthetic-run.ts';
import type { FaultFacts, Observation, Recording, TrialRecord } from '../../model.ts';
import { type CheckCase, when } from './case.ts';

const one = (fault: string, breaks: SyntheticOptions['breaks'] = {}, options: SyntheticOptions = {}): Recording =>
  syntheticRecording({ faults: [fault], trialsPerFault: 1, breaks, ...options });
const killed = (breaks: SyntheticOptions['breaks'] = {}) => one('kill-director', breaks);

/** A fault of VRRP's path, second by second. */
const path = (fault: string, seen: Observation[], trial: Partial<TrialRecord> = {}, facts: Partial<FaultFacts> = {}) =>
  scripted({ faults: [quietFault(fault, facts)], trials: [trialAt(fault, trial)], observations: seen });
const deaf = { target: 'director-2' };
const unconfirmed = { confirmation: null };
const calm = [...adverts(1, every(1000, 5000, 20_000)), holds(1, 1000, true), holds(2, 1000, false)];
const stuck = [...deafBackup().filter(({ series }) => series !== 'neighbour'), entry(1000, 11), entry(13_651, 12)];

/** A pause of so many ms that began at 10.5 s, and a takeover. */
const paused = (level: number, takeoverMs: number[], trial: Partial<TrialRecord> = {}) =>
  path(
    'stall-director',
    [
      holds(1, 1000, true),
      ...adverts(1, [...every(1000, 5000, 10_000), ...every(1000, 10_501 + level, 18_000)]),
      ...adverts(2, takeoverMs),
    ],
    { level, ...trial },
    { level: { unit: 'ms', default: 1 } },
  );

/** keepalived was asked to stop, and the VIP stayed until healing was over. */
const leftBehind = () => {
  const recording = one('stop-keepalived');
  const { injectDueMs, endedAtMs } = recording.run.trials[0] ?? {};
  return withSeries(recording, 'vip-holder', (all) =>
    all.filter(({ at, node }) => node !== 'director-1' || at < (injectDueMs ?? 0) || at >= (endedAtMs ?? 0)),
  );
};

const repaired = (seen: Observation[], trial: Partial<TrialRecord> = {}) =>
  path(
    'delete-vip',
    [holds(1, 1000, true), holds(2, 1000, false), ...adverts(1, every(1000, 5000, 20_000)), ...seen],
    trial,
    { repair: 'after-skew' },
  );

/** Who is MASTER, who holds the VIP, and what clients feel when that changes. */
export const cases: CheckCase[] = [
  when('detection-time', 'pass', 'the backup takes over when its timer says', () => killed()),
  when('detection-time', 'fail', 'nobody takes over', () => killed({ noTakeover: true })),
  when('detection-time', 'fail', 'the backup takes over 0.5 s late', () => killed({ detectionErrorMs: 500 })),
  when('detection-time', 'unknown', 'the fault did nothing', () => killed({ doesNothing: true })),
  when('failover-time', 'pass', 'service is back with the takeover', () => killed()),
  when('failover-time', 'fail', 'the outage outlasts the takeover by 0.4 s', () => killed({ extraOutageMs: 400 })),
  when('failover-time', 'unknown', 'the fault did nothing', () => killed({ doesNothing: true })),
  when('reversion-time', 'pass', 'the old master comes back when its timer says', () => killed()),
  when('reversion-time', 'fail', 'the old master comes back 0.6 s late', () => killed({ reversionErrorMs: 600 })),
  when('reversion-time', 'unknown', 'no trial was run', () => one('kill-director', {}, { trialsPerFault: 0 })),
  when('single-holder', 'pass', 'one director holds the VIP before the fault and after it', () => killed()),
  when('single-holder', 'fail', 'two directors hold the VIP after healing, and it never settles', () =>
    killed({ neverSettles: true }),
  ),
  when('single-holder', 'unknown', 'nobody recorded who holds the VIP', () =>
    withSeries(killed(), 'vip-holder', () => []),
  ),
  when('unimpaired', 'pass', 'nothing is lost or late', () => one('kill-keepalived')),
  when('unimpaired', 'fail', 'requests are lost for 0.2 s', () => one('kill-keepalived', { extraOutageMs: 200 })),
  when('unimpaired', 'unknown', 'the prober fell behind by 0.4 s', () => one('kill-keepalived', { latenessMs: 400 })),
  when('vip-left-behind', 'pass', 'a keepalived that is stopped gives the VIP up', () => one('stop-keepalived')),
  when('vip-left-behind', 'fail', 'a keepalived that is stopped leaves the VIP behind', leftBehind),
  when('vip-left-behind', 'unknown', 'the fault did nothing', () => one('stop-keepalived', { doesNothing: true })),
  when('advert-interval', 'pass', 'an advert comes each second', () =>
    scripted({ observations: adverts(1, every(1000, 1000, 9000)) }),
  ),
  when('advert-interval', 'fail', 'five adverts come each second', () =>
    scripted({ observations: adverts(1, every(200, 1000, 9000)) }),
  ),
  when('advert-interval', 'unknown', 'two adverts were recorded', () =>
    scripted({ observations: adverts(1, [1000, 2000]) }),
  ),
  when('dual-master', 'pass', 'two are MASTER for as long as one hears nothing', () =>
    path('deafen-backup', deafBackup(), deaf),
  ),
  when('dual-master', 'fail', 'two are MASTER although adverts come through', () =>
    path('deafen-master', deafBackup()),
  ),
  when('dual-master', 'unknown', 'no advert was recorded', () => path('cut-vrrp', [])),
  when('usurpation-time', 'pass', 'the deaf one takes over when its timer says', () =>
    path('deafen-backup', deafBackup(), deaf),
  ),
  when('usurpation-time', 'fail', 'the deaf one never takes over', () => path('cut-vrrp', calm)),
  when('usurpation-time', 'unknown', 'the fault was not confirmed', () => path('cut-vrrp', deafBackup(), unconfirmed)),
  when('heal-time', 'pass', 'one MASTER is left with the first advert that crosses', () =>
    path('deafen-backup', deafBackup(), deaf),
  ),
  when('heal-time', 'fail', 'the loser keeps the VIP for 1.3 s', () =>
    path('cut-vrrp', [
      ...deafBackup().filter(({ series, at }) => series !== 'vip-holder' || at < 16_652),
      holds(2, 17_500, false),
    ]),
  ),
  when('heal-time', 'unknown', 'healing was never seen to end', () =>
    path('cut-vrrp', deafBackup(), { restored: null }),
  ),
  when('healing-impact', 'pass', 'nothing is lost after healing', () =>
    path('cut-vrrp', [...deafBackup(), ...requests(20_000)]),
  ),
  when('healing-impact', 'fail', 'everything is lost for 1 s after healing', () =>
    path('cut-vrrp', [...deafBackup(), ...requests(20_000, 16_700, 17_700)]),
  ),
  when('healing-impact', 'unknown', 'no request was recorded', () => path('cut-vrrp', deafBackup())),
  when('owner-known', 'pass', 'the client sends to the holder of the VIP at once', () =>
    path('cut-vrrp', deafBackup()),
  ),
  when('owner-known', 'fail', 'the client stays with the loser, and the winner never announced itself', () =>
    path('cut-vrrp', stuck),
  ),
  when('owner-known', 'unknown', 'the fault was not confirmed', () => path('cut-vrrp', deafBackup(), unconfirmed)),
  when('no-role-change', 'pass', 'nothing changes', () => path('reload-unchanged', calm)),
  when('no-role-change', 'fail', 'the other director advertises as MASTER', () =>
    path('reload-unchanged', [...calm, ...adverts(2, [12_000, 13_000])]),
  ),
  when('no-role-change', 'unknown', 'the fault was not confirmed', () => path('reload-unchanged', calm, unconfirmed)),
  when('false-failover', 'pass', 'a pause of 4 s costs the mastership', () => paused(4000, [13_649])),
  when('false-failover', 'fail', 'a pause of 2.5 s costs the mastership', () => paused(2500, [12_800])),
  when('false-failover', 'unknown', 'the fault was not confirmed', () => paused(2000, [], unconfirmed)),
  when('self-repair', 'pass', 'a deleted VIP is back after the skew time', () =>
    repaired([holds(1, 10_501, false), holds(1, 11_112, true)]),
  ),
  when('self-repair', 'fail', 'a deleted VIP stays away', () => repaired([holds(1, 10_501, false)])),
  when('self-repair', 'unknown', 'the fault was not confirmed', () => repaired([holds(1, 10_501, false)], unconfirmed)),
];
