import { expect, test } from 'vitest';
import { balanceRecording } from '../harness/measure/synthetic-balance.ts';
import { healthRecording } from '../harness/measure/synthetic-health.ts';
import { type SyntheticOptions, syntheticRecording } from '../harness/measure/synthetic-run.ts';
import type { Judgement, Recording, Run } from '../harness/model.ts';
import { runSentence } from './run-sentence.ts';
import { judgeAgain } from './write-report.ts';

async function sentenceOf(recording: Recording, run: Partial<Run> = {}): Promise<string | null> {
  const judged = await judgeAgain({ run: { ...recording.run, ...run }, series: recording.series });
  return runSentence({ run: judged.recording.run, judgements: judged.judgements, measurements: judged.measurements });
}

function failover(options: SyntheticOptions): Promise<string | null> {
  return sentenceOf(
    syntheticRecording({ trialsPerFault: 1, ...options, run: { checks: ['failover-time'], ...options.run } }),
  );
}

const judgement = (changes: Partial<Judgement>): Judgement => ({
  check: 'reversion-time',
  subject: 'kill-director',
  verdict: 'pass',
  headline: 'It was back.',
  unit: 'ms',
  measured: null,
  predicted: null,
  bound: null,
  limit: null,
  ...changes,
});

test('a failover: time with its bound, prediction, requests, connections', async () => {
  expect(await failover({ faults: ['kill-director'] })).toMatch(
    /^Failover after kill-director took 3\.5\d s \(±0\.01\), 3\.65 s predicted at worst; 3\d\d of \d+ requests impaired; no connection survived, as expected without the sync daemon\.$/,
  );
});

test('the fault that cost most comes first, and all others are told', async () => {
  const told = await failover({});
  expect(told).toMatch(/^Failover after kill-director took/);
  expect(told).toMatch(
    /; after stop-keepalived at most 0\.\d\d s, after kill-keepalived nothing was felt, after pause-director nothing was felt\.$/,
  );
});

test('lost connections are expected neither with the sync daemon nor where packets of unknown ones are taken for new', async () => {
  const { run } = syntheticRecording({ trialsPerFault: 1 });
  const synced = await failover({ faults: ['kill-director'], topology: { ...run.topology, syncDaemon: true } });
  expect(synced).toContain('no connection survived.');
  const sloppy = { sysctls: { 'net.ipv4.vs.sloppy_tcp': '1' } };
  expect(await failover({ faults: ['kill-director'], run: sloppy })).toContain('no connection survived.');
});

test('clients that noticed nothing are said to have noticed nothing', async () => {
  expect(await failover({ faults: ['pause-director'] })).toMatch(/^Clients noticed nothing of pause-director/);
});

test('nothing is told that was not proved: unknown judgements, a kernel in trouble, holes in the recording', async () => {
  expect(await failover({ faults: ['kill-director'], breaks: { doesNothing: true } })).toBeNull();
  expect(await failover({ faults: ['kill-director'], run: { kernelTrouble: ['BUG: soft lockup'] } })).toBeNull();
  expect(await failover({ faults: ['kill-director'], run: { recordingTrouble: ['tcpdump ended early'] } })).toBeNull();
});

test('a failure is told with what was measured', async () => {
  const told = await failover({ faults: ['kill-director'], breaks: { extraOutageMs: 1500 } });
  expect(told).toMatch(/took 5\.0\d s .*3\.65 s predicted at worst/);
});

test('failing real servers: out, unseen, back', async () => {
  const checks = ['removal-time', 'return-time'];
  expect(await sentenceOf(healthRecording({ trials: [{}] }), { checks })).toMatch(
    /^Failed real servers were out of the table after \S+ m?s \(0\.50 to 1\.50 s predicted\); they were back/,
  );
  const blind = healthRecording({ failure: 'hang', trials: [{ removedAfterMs: null }] });
  expect(await sentenceOf(blind, { checks })).toMatch(/^1 of 1 failure no health check saw, as predicted/);
});

test('schedulers: how many held, over how many connections', async () => {
  expect(await sentenceOf(balanceRecording(), { checks: ['balance-sequence', 'balance-share'] })).toMatch(
    /^Connections went where the algorithm sends them with all \d+ combinations of scheduler and weights \(\d+ connections to \d+ virtual services?\); shares exactly as predicted\.$/,
  );
});

test('any other check: its headlines where they are few, else how many of it hold', () => {
  const { run } = syntheticRecording({ trialsPerFault: 1, run: { checks: ['fault-confirmed', 'reversion-time'] } });
  const told = (judgements: Judgement[]) => runSentence({ run, judgements, measurements: [] });
  expect(told([judgement({ check: 'fault-confirmed', headline: 'Seen.' }), judgement({})])).toBe('It was back.');
  const many = ['a', 'b', 'c', 'd'].map((subject) =>
    judgement({ subject, verdict: subject === 'd' ? 'fail' : 'pass' }),
  );
  expect(told(many)).toBe('3 of 4 of reversion-time hold; of the others first, d: It was back.');
  expect(told([judgement({ verdict: 'unknown' })])).toBeNull();
});
