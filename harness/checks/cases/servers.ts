import { tried } from '../../measure/synthetic-cohorts.ts';
import { connectedRecording } from '../../measure/synthetic-connections.ts';
import { drained } from '../../measure/synthetic-draining.ts';
import { effectMs, type HealthOptions, healthRecording } from '../../measure/synthetic-health.ts';
import { syntheticRecording, syntheticTopology, withSeries } from '../../measure/synthetic-run.ts';
import { stallsFrom, swept } from '../../measure/synthetic-sizes.ts';
import { type CheckCase, when } from './case.ts';

const unconfirmed: HealthOptions = { trials: [{ record: { confirmation: null } }] };
const never: HealthOptions = { trials: [{ removedAfterMs: null }] };
const stayedAway: HealthOptions = { trials: [{ returnedAfterMs: null }] };
const all = { target: 'real-server-1,real-server-2,real-server-3' };
const sorry = (trial: NonNullable<HealthOptions['trials']>[number] = {}) =>
  healthRecording({
    topology: { sorryServer: { name: 'sorry-server', address: '198.18.0.29' } },
    service: { sorryServer: true },
    facts: { aim: 'all-real-servers' },
    trials: [{ ...all, ...trial }],
  });

/** Half a second after healing load falls on one member. */
const fallsOnOne: HealthOptions = {
  choose: (table, at, turn) => {
    const names =
      at > effectMs(0) + 5500 ? ['real-server-1'] : [...table].filter(([, weight]) => weight > 0).map(([name]) => name);
    return names[turn % names.length];
  },
};

const old = { packets: 3, ageMs: 4000, count: 4 };
const persistent = () => {
  const plain = syntheticTopology();
  const virtualServices = plain.virtualServices.map((one) => ({ ...one, persistenceTimeoutMs: 50_000 }));
  return syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1, topology: { ...plain, virtualServices } });
};
/** Each source has a real server of its own. */
const kept = () =>
  withSeries(persistent(), 'request', (asked) =>
    asked.map((one) => {
      const realServer = `real-server-${1 + (Number(one.value.source.split('.')[3]) % 3)}`;
      return { ...one, value: { ...one.value, realServer: one.value.outcome === 'ok' ? realServer : null } };
    }),
  );

/** Real servers that fail, are drained or overloaded, and the connections to them. */
export const cases: CheckCase[] = [
  when('removal-time', 'pass', 'a failed real server leaves the table in time', () => healthRecording()),
  when('removal-time', 'fail', 'a failed real server never leaves the table', () => healthRecording(never)),
  when('removal-time', 'unknown', 'the fault was not confirmed', () => healthRecording(unconfirmed)),
  when('return-time', 'pass', 'a healed real server returns in time', () => healthRecording()),
  when('return-time', 'fail', 'a healed real server never returns', () => healthRecording(stayedAway)),
  when('return-time', 'unknown', 'no trial was run', () => healthRecording({ trials: [] })),
  when('failure-impact', 'pass', 'requests suffer only while the failed one is in the table', () => healthRecording()),
  when('failure-impact', 'fail', 'every request goes to the failed one', () =>
    healthRecording({ choose: () => 'real-server-1' }),
  ),
  when('failure-impact', 'unknown', 'the fault was not confirmed', () => healthRecording(unconfirmed)),
  when('table-matches', 'pass', 'the table is as configured after healing', () => healthRecording()),
  when('table-matches', 'fail', 'a real server is missing in the table after healing', () =>
    healthRecording(stayedAway),
  ),
  when('table-matches', 'unknown', 'no table was recorded', () =>
    withSeries(healthRecording(), 'destination', () => []),
  ),
  when('load-share', 'pass', 'a returned real server gets its turns', () => healthRecording()),
  when('load-share', 'fail', 'load falls on the returned one', () => healthRecording(fallsOnOne)),
  when('load-share', 'unknown', 'it never returned', () => healthRecording(stayedAway)),
  when('sorry-server', 'pass', 'the sorry server stands in alone', () => sorry()),
  when('sorry-server', 'fail', 'the sorry server never stands in', () => sorry({ removedAfterMs: null })),
  when('sorry-server', 'unknown', 'the fault was not confirmed', () => sorry({ record: { confirmation: null } })),
  when('established-connections', 'pass', 'only connections to the failed one end', () =>
    connectedRecording([[1, 1, { event: 'lost', cause: 'closed' }]]),
  ),
  when('established-connections', 'fail', 'a connection outlives its real server', () => connectedRecording([])),
  when('established-connections', 'unknown', 'nobody was connected to the failed one', () =>
    connectedRecording([], {}, [2, 3]),
  ),
  when('connection-survival', 'pass', 'without the sync daemon every connection is lost', () =>
    tried([{ ...old, failover: 'reset' }]),
  ),
  when('connection-survival', 'fail', 'connections survive although nobody told the backup of them', () =>
    tried([{ ...old, failover: 'alive', reversion: 'reset' }]),
  ),
  when('connection-survival', 'unknown', 'no connection was tried', () => tried([])),
  when('persistence-kept', 'pass', 'clients stay with their real server while the director does', kept),
  when('persistence-kept', 'fail', 'clients change their real server with every request', persistent),
  when('persistence-kept', 'unknown', 'no request was recorded', () => withSeries(kept(), 'request', () => [])),
  when('draining', 'pass', 'a drained real server gets nothing new', () => drained()),
  when('draining', 'fail', 'a drained real server goes on getting requests', () =>
    drained({ server: (request) => request % 3 }),
  ),
  when('draining', 'unknown', 'no table was recorded', () => withSeries(drained(), 'destination', () => [])),
  when('path-mtu', 'pass', 'requests stall from the size on that the tunnel cannot carry', () =>
    swept(stallsFrom(1429)),
  ),
  when('path-mtu', 'fail', 'requests stall that the tunnel can carry', () => swept(stallsFrom(1400))),
  when('path-mtu', 'unknown', 'no request was large enough', () => swept(() => 'ok', { toBytes: 1400 })),
];
