import { expect, test } from 'vitest';
import { syntheticRecording, syntheticTopology, withSeries } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import type { CohortValue, Observation, Recording } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { survivalSection } from './survival.ts';

function contentOf(recording: Recording): Content {
  return {
    recording,
    judgements: [],
    metrics: [],
    found: null,
    verdict: 'unknown',
    trials: measureRun(recording).map((measurement) => ({ measurement, timeline: null, drawing: null, chart: null })),
    shares: [],
    failoverTime: null,
    failoverPhases: null,
    distributions: null,
    files: [],
    removalTime: null,
    silence: null,
    outageError: null,
    loads: { rate: null, latency: null, gain: null, capacity: null },
    balance: [],
    disruption: null,
    realServerShare: null,
    script: '',
    notes: [],
  };
}

/** Text of the cells, row by row. */
function rowsOf(markup: string): string[][] {
  const body = /<tbody>(.*)<\/tbody>/s.exec(markup)?.[1] ?? '';
  return body
    .split('<tr')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) => (cell[1] ?? '').replace(/<[^>]+>/g, '')),
    );
}

function withCohorts(sync: boolean): Recording {
  const topology = syntheticTopology(sync ? { syncDaemon: true } : {});
  const cohorts = [
    { packets: 2, ageMs: 4000, count: 1 },
    { packets: 3, ageMs: 4000, count: 2 },
  ];
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1, topology, probe: { cohorts } });
  const { healStartedAtMs, endedAtMs } = recording.run.trials[0] ?? {};
  const tried = (
    connection: number,
    packets: number,
    stage: CohortValue['stage'],
    outcome: CohortValue['outcome'],
  ) => ({
    series: 'cohort' as const,
    at: (stage === 'failover' ? (healStartedAtMs ?? 0) : (endedAtMs ?? 0)) - 50,
    node: 'client-1',
    // A little older than asked for.
    value: { connection, packets, ageMs: 4003.7, source: '198.18.0.101', stage, outcome, realServer: 'real-server-1' },
  });
  const made: Observation<'cohort'>[] = [
    tried(1, 2, 'failover', 'reset'),
    tried(2, 3, 'failover', sync ? 'alive' : 'reset'),
    tried(3, 3, 'failover', sync ? 'alive' : 'reset'),
    ...(sync ? [tried(2, 3, 'reversion', 'reset'), tried(3, 3, 'reversion', 'closed')] : []),
  ];
  return withSeries(recording, 'cohort', () => made);
}

test('a row for each age: predicted and measured, after the takeover and after the switch back', () => {
  expect(rowsOf(survivalSection(contentOf(withCohorts(false)))?.body.markup ?? '')).toEqual([
    ['kill-director', 'off', '2', '4.000 s', '0', '0 of 1', '–', '–'],
    ['kill-director', 'off', '3', '4.000 s', '0', '0 of 2', '–', '–'],
  ]);
  expect(rowsOf(survivalSection(contentOf(withCohorts(true)))?.body.markup ?? '')).toEqual([
    ['kill-director', 'on', '2', '4.000 s', '0', '0 of 1', '–', '–'],
    ['kill-director', 'on', '3', '4.000 s', '2', '2 of 2', '0', '0 of 1'],
    ['Not counted: 1 connection that the real server or the client itself ended.'],
  ]);
});

test('nothing to show without connections of known ages', () => {
  expect(survivalSection(contentOf(syntheticRecording({ faults: ['kill-director'] })))).toBeNull();
});
