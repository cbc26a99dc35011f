import type { Observation } from '../model.ts';
import {
  changing,
  inTrials,
  keeping,
  recounting,
  saying,
  shifting,
  type Tampering,
  withoutSecond,
} from './hands-on.ts';
import type { RecordedRun } from './run-in-hand.ts';

/** One way to make a recording say something else than what was seen. */
export interface TamperingRow {
  /** Behind "What if": `a second of all observations is missing`. */
  what: string;
  by: Tampering;
  /** Of which recording; absent: of the failover. */
  of?: RecordedRun;
  /** It can be told only by the seal: nothing else in such a recording contradicts it. Absent: it contradicts itself as well. */
  sealOnly?: true;
}

const trialEnd = (run: { trials: { endedAtMs: number | null }[] }): number => run.trials[0]?.endedAtMs ?? 0;
const answeredBy = <S extends 'request' | 'assignment'>(series: S, from: string, to: string): Tampering =>
  changing(series, (one) =>
    one.value.realServer === from ? ({ ...one, value: { ...one.value, realServer: to } } as Observation<S>) : one,
  );
const well = { outcome: 'ok', latencyMs: 3, realServer: 'real-server-1' } as const;

/** The table: a row is one line, and stands for one thing that an honest reviewer would try. */
export const tamperings: TamperingRow[] = [
  // Observations that are not there.
  {
    what: 'a second of all observations is missing while the cluster is steady',
    by: withoutSecond(null, (trial) => (trial.steadyAtMs ?? 0) + 300),
  },
  {
    what: 'a second of all observations is missing under the fault',
    by: withoutSecond(null, (trial) => (trial.effective?.latestMs ?? 0) + 500),
  },
  {
    what: 'a second of all observations is missing after healing',
    by: withoutSecond(null, (trial) => (trial.healStartedAtMs ?? 0) + 300),
  },
  {
    what: 'a second of requests is missing after a trial',
    by: withoutSecond('request', (trial) => trial.endedAtMs ?? 0),
  },
  { what: 'a single request is missing', by: keeping('request', (_, place) => place !== 500) },
  { what: 'every request that was lost is missing', by: keeping('request', ({ value }) => value.outcome === 'ok') },
  { what: 'the series request is missing', by: keeping('request', () => false) },
  { what: 'the series advert is missing', by: keeping('advert', () => false) },
  { what: 'the series vip-holder is missing', by: keeping('vip-holder', () => false) },
  { what: 'the series connection is missing', by: keeping('connection', () => false) },
  { what: 'the series clock-offset is missing', by: keeping('clock-offset', () => false) },
  { what: 'the series garp is missing', by: keeping('garp', () => false), sealOnly: true },
  { what: 'the series neighbour is missing', by: keeping('neighbour', () => false), sealOnly: true },
  { what: 'the series destination is missing', by: keeping('destination', () => false), sealOnly: true },
  { what: 'the series keepalived-log is missing', by: keeping('keepalived-log', () => false), sealOnly: true },
  { what: 'the series node-state is missing', by: keeping('node-state', () => false), sealOnly: true },
  { what: 'whatever was seen on the master is missing', by: keeping(null, ({ node }) => node !== 'director-1') },
  { what: 'whatever was seen on the backup is missing', by: keeping(null, ({ node }) => node !== 'director-2') },
  { what: 'whatever was seen on the client is missing', by: keeping(null, ({ node }) => node !== 'client-1') },
  {
    what: 'the first tenth of the file is missing',
    by: (hand) => ({ ...hand, observations: hand.observations.slice(hand.observations.length / 10) }),
  },
  {
    what: 'the second half of the file is missing',
    by: (hand) => ({ ...hand, observations: hand.observations.slice(0, hand.observations.length / 2) }),
  },
  { what: 'the file is cut in the middle of its last line', by: (hand) => ({ ...hand, cutBytes: 20 }) },
  {
    what: 'the capture is cut in the middle',
    by: (hand) => ({ ...hand, capture: hand.capture.subarray(0, hand.capture.length / 2 + 3) }),
  },
  { what: 'the capture is another file', by: (hand) => ({ ...hand, capture: Buffer.from('nothing of it') }) },
  {
    what: 'the capture lacks all its packets',
    by: (hand) => ({ ...hand, capture: hand.capture.subarray(0, 24) }),
    sealOnly: true,
  },

  // Observations that should not be there.
  { what: 'each request is there twice', by: changing('request', (one) => [one, one]) },
  {
    what: 'a hundred requests are there twice',
    by: changing('request', (one, place) => (place >= 50 && place < 150 ? [one, one] : one)),
  },
  {
    what: 'the connections have numbers that others have',
    by: changing('connection', (one) => ({ ...one, value: { ...one.value, connection: one.value.connection % 4 } })),
  },
  { what: 'the adverts are there twice', by: changing('advert', (one) => [one, one]) },
  {
    what: 'observations of a run before it are mixed in',
    by: (hand) => ({
      ...hand,
      observations: [...hand.observations, ...hand.observations.map((one) => ({ ...one, at: one.at - 1e6 }))],
    }),
  },
  {
    what: 'requests of another run at the same time are mixed in',
    by: changing('request', (one) => [one, { ...one, at: one.at + 3.7 }]),
  },
  {
    what: 'a director is another cluster’s',
    by: changing('vip-holder', (one) => ({ ...one, node: one.node.replace('director', 'lvs') })),
  },
  {
    what: 'the old master goes on advertising after its death',
    by: (hand) => ({
      ...hand,
      observations: [
        ...hand.observations,
        ...hand.run.trials.flatMap((trial) =>
          hand.observations
            .filter(({ series }) => series === 'advert')
            .slice(0, 1)
            .map((one) => ({ ...one, at: (trial.effective?.latestMs ?? 0) + 700 })),
        ),
      ],
    }),
  },

  // Instants.
  { what: 'all instants are 400 ms later', by: shifting(null, 400) },
  { what: 'the instants of adverts are 50 ms later', by: shifting('advert', 50) },
  { what: 'the instants of adverts are 400 ms earlier', by: shifting('advert', -400) },
  { what: 'the instants of requests are 400 ms later', by: shifting('request', 400) },
  { what: 'the instants of requests are 400 ms earlier', by: shifting('request', -400) },
  { what: 'the instants of requests are 50 ms later', by: shifting('request', 50), sealOnly: true },
  { what: 'the clock jumps by 400 ms after the first trial', by: shifting(null, 400, trialEnd) },
  { what: 'the clock falls back by 400 ms after the first trial', by: shifting(null, -400, trialEnd) },
  { what: 'requests jump by 3 ms after the first trial', by: shifting('request', 3, trialEnd) },
  {
    what: 'the engine’s clock was set meanwhile',
    by: changing('clock-offset', (one, place) =>
      place < 10 ? one : { ...one, value: { ...one.value, offsetMs: one.value.offsetMs + 250 } },
    ),
  },
  {
    what: 'two requests have changed places',
    by: changing('request', (one, place) =>
      place === 700 ? { ...one, at: one.at + 10 } : place === 701 ? { ...one, at: one.at - 10 } : one,
    ),
  },
  {
    what: 'some instants are negative',
    by: changing(null, (one, place) => (place % 50 === 0 ? { ...one, at: -one.at } : one)),
  },
  {
    what: 'some instants are a million times too large',
    by: changing(null, (one, place) => (place % 50 === 0 ? { ...one, at: one.at * 1e6 } : one)),
  },

  // What became of requests.
  {
    what: 'every lost request was answered',
    by: changing('request', (one) => (one.value.outcome === 'ok' ? one : { ...one, value: { ...one.value, ...well } })),
  },
  {
    what: 'requests were sent before they were due',
    by: changing('request', (one) => ({ ...one, value: { ...one.value, lateMs: -500, latencyMs: 1 } })),
  },
  {
    what: 'answers came before requests were sent',
    by: changing('request', (one) => ({ ...one, value: { ...one.value, latencyMs: -5 } })),
  },
  {
    what: 'answers are somebody else’s, whom the cluster does not have',
    by: answeredBy('request', 'real-server-1', 'web-9'),
  },
  {
    what: 'answers are another real server’s',
    by: answeredBy('request', 'real-server-1', 'real-server-2'),
    sealOnly: true,
  },
  {
    what: 'answers name nobody',
    by: changing('request', (one) => ({ ...one, value: { ...one.value, realServer: null } })),
  },

  // What run.json says was done.
  { what: 'the fault was never injected', by: inTrials(() => ({ confirmation: null, effective: null })) },
  {
    what: 'the fault was never confirmed',
    by: inTrials(() => ({ confirmation: { confirmed: false, evidence: 'keepalived still runs' } })),
  },
  { what: 'the confirmation is missing', by: inTrials(() => ({ confirmation: null })) },
  { what: 'when the fault struck is missing', by: inTrials(() => ({ effective: null })) },
  { what: 'healing never began', by: inTrials(() => ({ healStartedAtMs: null })) },
  { what: 'healing was never seen to end', by: inTrials(() => ({ healedAtMs: null, restored: null })) },
  { what: 'the cluster was never steady again', by: inTrials(() => ({ endedAtMs: null })) },
  { what: 'the cluster was never steady before', by: inTrials(() => ({ steadyAtMs: null })) },
  { what: 'trials broke off', by: inTrials(() => ({ error: 'the hand ended' })) },
  { what: 'the cluster never served', by: saying(() => ({ readyAfterMs: null })), sealOnly: true },
  { what: 'the last trial is missing', by: saying(({ trials }) => ({ trials: trials.slice(0, -1) })) },
  { what: 'the first trial is missing', by: saying(({ trials }) => ({ trials: trials.slice(1) })) },
  { what: 'all trials are missing', by: saying(() => ({ trials: [] })) },
  { what: 'a trial is there twice', by: saying(({ trials }) => ({ trials: [...trials, ...trials.slice(0, 1)] })) },
  { what: 'the trials have changed places', by: saying(({ trials }) => ({ trials: trials.toReversed() })) },
  {
    what: 'the trials have changed places and numbers',
    by: saying(({ trials }) => ({ trials: trials.toReversed().map((one, place) => ({ ...one, index: place + 1 })) })),
  },
  {
    what: 'the prober is said to have sent half as often',
    by: saying(({ probe }) => ({ probe: { ...probe, intervalMs: 2 * probe.intervalMs } })),
  },
  {
    what: 'what counts as late is said to be 5 s',
    by: saying(({ probe }) => ({ probe: { ...probe, delayThresholdMs: 5000 } })),
  },
  {
    what: 'the fault is said to do nothing',
    by: saying(({ faults }) => ({
      faults: faults.map((one) => ({ ...one, detection: 'none' as const, dataPath: 'none' as const })),
    })),
  },
  {
    what: 'all but one check are missing',
    by: saying(({ checks }) => ({ checks: checks.slice(0, 1) })),
    sealOnly: true,
  },
  { what: 'the run is said to have been interrupted', by: saying(() => ({ status: 'interrupted' })) },

  // Traffic that schedulers are judged by.
  { of: 'keep-alive', what: 'the counters of IPVS were reset', by: recounting('kernelConnections', () => 0) },
  {
    of: 'keep-alive',
    what: 'a line of each access log is missing',
    by: recounting('loggedRequests', (lines) => lines - 1),
  },
  { of: 'keep-alive', what: 'the series assignment is missing', by: keeping('assignment', () => false) },
  { of: 'keep-alive', what: 'a single connection is missing', by: keeping('assignment', (_, place) => place !== 100) },
  { of: 'keep-alive', what: 'each connection is there twice', by: changing('assignment', (one) => [one, one]) },
  {
    of: 'keep-alive',
    what: 'a single answer is another real server’s',
    by: changing('assignment', (one, place) =>
      place === 77
        ? {
            ...one,
            value: {
              ...one.value,
              realServer: one.value.realServer === 'real-server-2' ? 'real-server-3' : 'real-server-2',
            },
          }
        : one,
    ),
  },
  {
    of: 'keep-alive',
    what: 'answers are another real server’s',
    by: answeredBy('assignment', 'real-server-1', 'real-server-2'),
  },
  {
    of: 'keep-alive',
    what: 'the last trial is missing',
    by: saying(({ balanceTrials = [] }) => ({ balanceTrials: balanceTrials.slice(0, -1) })),
  },
  {
    of: 'keep-alive',
    what: 'the trials have changed places',
    by: saying(({ balanceTrials = [] }) => ({ balanceTrials: balanceTrials.toReversed() })),
  },
  {
    of: 'keep-alive',
    what: 'the first tenth of the file is missing',
    by: (hand) => ({ ...hand, observations: hand.observations.slice(hand.observations.length / 10) }),
    sealOnly: true,
  },
  {
    of: 'keep-alive',
    what: 'whatever was seen on the master is missing',
    by: keeping(null, ({ node }) => node !== 'director-1'),
  },
  {
    of: 'keep-alive',
    what: 'the clock falls back by 400 ms after the first trial',
    by: shifting(null, -400, ({ balanceTrials }) => balanceTrials?.[0]?.endedAtMs ?? 0),
  },
];
