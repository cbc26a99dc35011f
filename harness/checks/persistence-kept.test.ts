import { expect, test } from 'vitest';
import { netOf } from '../measure/persistence.ts';
import { syntheticRecording, syntheticTopology, withSeries } from '../measure/synthetic-run.ts';
import type { KernelMs, Recording, TrialRecord, VirtualService } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './persistence-kept.ts';

interface Setting {
  fault?: string;
  sync?: boolean;
  service?: Partial<VirtualService>;
}

/** Instants of the only trial. */
interface Instants {
  injectMs: KernelMs;
  healMs: KernelMs;
  /** The switch back came later than this. */
  restoredMs: KernelMs;
}

/** Which of the three real servers answers a source, numbered from 0, at an instant. */
type Server = (source: number, at: KernelMs, instants: Instants) => number;

/** What a request met is decided by its source; the trial is that of the fault, with everything else as ever. */
function recordingOf(server: Server, { fault = 'kill-director', sync = false, service = {} }: Setting = {}): Recording {
  const plain = syntheticTopology();
  const topology = syntheticTopology({
    ...(sync ? { syncDaemon: true } : {}),
    virtualServices: plain.virtualServices.map((one) => ({ ...one, persistenceTimeoutMs: 50_000, ...service })),
  });
  const recording = syntheticRecording({ faults: [fault], trialsPerFault: 1, topology });
  const instants = instantsOf(recording.run.trials[0]);
  return withSeries(recording, 'request', (all) =>
    all.map((one) => {
      const source = Number(one.value.source.split('.')[3]) - 101;
      const realServer = `real-server-${1 + (server(source, one.at, instants) % 3)}`;
      return { ...one, value: { ...one.value, realServer: one.value.outcome === 'ok' ? realServer : null } };
    }),
  );
}

function instantsOf(trial: TrialRecord | undefined): Instants {
  const { injectDueMs, healStartedAtMs, restored } = trial ?? {};
  if (injectDueMs == null || healStartedAtMs == null || restored == null) throw new Error('the trial is not whole');
  return { injectMs: injectDueMs, healMs: healStartedAtMs, restoredMs: restored.latestMs };
}

const sticky: Server = (source) => source;
/** The new director chooses afresh, the old one again when it is back. */
const afresh: Server = (source, at, { injectMs, restoredMs }) =>
  at < injectMs ? source : source + (at > restoredMs + 3600 ? 2 : 1);

test('with the sync daemon every client that the backup has heard of is kept', () => {
  // The synthetic trial begins 2 s before its fault: the old answers are from before that.
  const recording = earlier(recordingOf(sticky, { sync: true }));
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'pass',
    headline:
      'Clients stayed with their real server while the director did. With lvs_sync_daemon 16 of 16 clients kept theirs over the takeover, all predicted, 16 of 16 clients kept theirs over the switch back, all predicted; 1 trial.',
    unit: 'clients',
    measured: { median: 16 },
    predicted: { low: 16, high: 16 },
  });
});

test('without it the new director chooses afresh, and the share is only told', () => {
  expect(judged(check, recordingOf(afresh))['kill-director']).toMatchObject({
    verdict: 'pass',
    headline:
      'Clients stayed with their real server while the director did. Without lvs_sync_daemon 0 of 16 clients kept theirs over the takeover (the new director chooses afresh: 0 to 16 predicted), 0 of 16 clients kept theirs over the switch back (the new director chooses afresh: 0 to 16 predicted); 1 trial.',
    measured: { median: 0 },
    limit: { low: 0, high: 16 },
  });
  expect(verdicts(check, recordingOf(sticky))).toEqual({ 'kill-director': 'pass' });
});

test('independent choices have a plausible band', () => {
  const twos = { service: { scheduler: 'twos' as const } };
  expect(judged(check, recordingOf(sticky, twos))['kill-director']).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 0: 16 of 16 clients were on the same real server after the takeover, 0 to 12 predicted.',
  });
});

test('hashing needs no sync daemon', () => {
  const hashed = { service: { scheduler: 'sh' as const } };
  expect(verdicts(check, recordingOf(sticky, hashed))).toEqual({ 'kill-director': 'pass' });
  expect(verdicts(check, recordingOf(afresh, hashed))).toEqual({ 'kill-director': 'fail' });
});

test('an old master that kept its table takes its clients back', () => {
  const setting = { fault: 'kill-keepalived' };
  const onlyMeanwhile: Server = (source, at, { injectMs, restoredMs }) =>
    source + (at > injectMs && at < restoredMs + 3600 ? 1 : 0);
  expect(verdicts(check, recordingOf(onlyMeanwhile, setting))).toEqual({ 'kill-keepalived': 'pass' });
  expect(verdicts(check, recordingOf(afresh, setting))).toEqual({ 'kill-keepalived': 'fail' });
});

test('fails: a client that the backup had heard of is moved', () => {
  const one: Server = (source, at, { injectMs }) => (source === 3 && at > injectMs ? 1 : source);
  expect(judged(check, earlier(recordingOf(one, { sync: true })))['kill-director']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 0: 198.18.0.104 was on real-server-1 before the fault and on real-server-2 after the takeover; 15 of 16 clients kept theirs, 16 predicted.',
  });
});

test('fails: a client changes its real server under the same director', () => {
  const restless: Server = (source, at, { injectMs }) => (source === 0 && at > injectMs - 300 ? 1 : source);
  expect(judged(check, recordingOf(restless))['kill-director']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 0: persistence does not hold: 198.18.0.101 was answered by real-server-1 and then by real-server-2 before the fault, under the same director.',
  });
  const waited = recordingOf(restless, { service: { persistenceTimeoutMs: 100 } });
  expect(verdicts(check, waited)).toEqual({ 'kill-director': 'pass' });
});

test('with a granularity the clients of a net count as one', () => {
  const net: Server = () => 1;
  const setting = { service: { persistencePrefixLength: 24 } };
  expect(judged(check, recordingOf(net, setting))['kill-director']).toMatchObject({
    verdict: 'pass',
    measured: { median: 1 },
    predicted: { low: 0, high: 1 },
  });
  expect(verdicts(check, recordingOf(sticky, setting))).toEqual({ 'kill-director': 'fail' });
  expect(netOf('198.18.0.113', 28)).toBe('198.18.0.112/28');
  expect(netOf('198.18.0.113', 32)).toBe('198.18.0.113');
});

test('unknown: no takeover, nobody answered, the backup cannot have heard of anybody; no persistence, no question', () => {
  const unknown = { 'kill-director': 'unknown' };
  const recording = recordingOf(sticky, { sync: true });
  expect(verdicts(check, fromSteadyOn(recording))).toEqual(unknown);
  expect(
    verdicts(
      check,
      withSeries(recording, 'request', () => []),
    ),
  ).toEqual(unknown);
  expect(
    verdicts(
      check,
      withSeries(recording, 'advert', () => []),
    ),
  ).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ faults: ['kill-director'] }))).toEqual({});
});

/** The same answers, and each of them a second time 3 s earlier: the cluster had been asked before the trial. */
function earlier(recording: Recording): Recording {
  const { injectMs } = instantsOf(recording.run.trials[0]);
  return withSeries(recording, 'request', (all) => [
    ...all.filter(({ at }) => at < injectMs - 100).map((one) => ({ ...one, at: one.at - 3000 })),
    ...all,
  ]);
}

/** Nothing was asked until a second before the fault. */
function fromSteadyOn(recording: Recording): Recording {
  const { injectMs } = instantsOf(recording.run.trials[0]);
  return withSeries(recording, 'request', (all) => all.filter(({ at }) => at > injectMs - 1000));
}
