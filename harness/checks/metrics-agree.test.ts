import { expect, test } from 'vitest';
import type { MetricName } from '../measure/metrics/catalogue.ts';
import { metricsOf } from '../measure/metrics.ts';
import { balanceRecording } from '../measure/synthetic-balance.ts';
import { disruptionRecording } from '../measure/synthetic-disruption.ts';
import { healthRecording } from '../measure/synthetic-health.ts';
import { loadedRecording } from '../measure/synthetic-loads.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { measureRun } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { measured } from '../stats/quantiles.ts';
import { check as balanceSequence } from './balance-sequence.ts';
import type { Check } from './check.ts';
import { check as detectionTime } from './detection-time.ts';
import { check as disruption } from './disruption.ts';
import { check as failoverTime } from './failover-time.ts';
import { check as forwardingCapacity } from './forwarding-capacity.ts';
import { judged } from './judged.ts';
import { check as linkGain } from './link-gain.ts';
import { check as removalTime } from './removal-time.ts';
import { check as returnTime } from './return-time.ts';
import { check as reversionTime } from './reversion-time.ts';

const shaped = loadedRecording({
  comparison: { responseBytes: [1024, 10_240], connectionUses: ['fresh'], linkBitsPerSecond: 8_000_000 },
  realServers: 10,
  // One load whose links were not full.
  change: (trial) =>
    trial.index === 2 && trial.throughput !== null
      ? { ...trial, links: trial.links.map((one) => ({ ...one, sentBytes: one.sentBytes / 2 })) }
      : trial,
});
const stalled = syntheticRecording({ trialsPerFault: 6, breaks: { latenessMs: 120 }, breakFault: 'pause-director' });

// Catches: a metric that takes trials for samples which its check does not believe, or the other way round.
test.each<[MetricName, Check, Recording]>([
  ['failoverMs', failoverTime, syntheticRecording()],
  ['failoverMs', failoverTime, stalled],
  ['failoverMs', failoverTime, syntheticRecording({ breaks: { noTakeover: true } })],
  ['failoverMs', failoverTime, syntheticRecording({ breaks: { doesNothing: true } })],
  ['detectionMs', detectionTime, syntheticRecording()],
  ['detectionMs', detectionTime, syntheticRecording({ breaks: { detectionErrorMs: 150 } })],
  ['detectionMs', detectionTime, syntheticRecording({ breaks: { noTakeover: true } })],
  ['reversionMs', reversionTime, syntheticRecording()],
  ['reversionMs', reversionTime, syntheticRecording({ breaks: { reversionErrorMs: 900 } })],
  ['removalMs', removalTime, healthRecording({ failure: 'refused', trials: [{}, { removedAfterMs: null }] })],
  ['removalMs', removalTime, healthRecording({ failure: 'refused', trials: [{}, { flapsAfterMs: 3000 }] })],
  ['returnMs', returnTime, healthRecording({ failure: 'refused', trials: [{}, { returnedAfterMs: null }] })],
  ['requestsPerSecond', forwardingCapacity, shaped],
  ['linkGain', linkGain, shaped],
  ['misplacedDecisions', balanceSequence, balanceRecording({ choose: () => 'real-server-1' })],
  ['movedPercent', disruption, disruptionRecording()],
])('%s has the samples that %o counts', (name, check, recording) => {
  const judgements = judged(check, recording);
  const metrics = metricsOf(recording, measureRun(recording)).filter((one) => one.name === name);
  expect(metrics.length).toBeGreaterThan(0);
  for (const { subject, samples, predicted } of metrics) {
    expect(judgements[subject]?.measured, subject).toEqual(measured(samples));
    if (samples.length > 0) expect(judgements[subject]?.predicted, subject).toEqual(predicted);
  }
});
