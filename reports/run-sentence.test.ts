import { expect, test } from 'vitest';
import { balanceRecording } from '../harness/measure/synthetic-balance.ts';
import { healthRecording } from '../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../harness/measure/synthetic-loads.ts';
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
    /; after stop-keepalived at most 0\.\d\d s, no outage after kill-keepalived, no outage after pause-director\.$/,
  );
});

test('lost connections are expected neither with the sync daemon nor where packets of unknown ones are taken for new', async () => {
  const { run } = syntheticRecording({ trialsPerFault: 1 });
  const synced = await failover({ faults: ['kill-director'], topology: { ...run.topology, syncDaemon: true } });
  expect(synced).toContain('no connection survived.');
  const sloppy = { sysctls: { 'net.ipv4.vs.sloppy_tcp': '1' } };
  expect(await failover({ faults: ['kill-director'], run: sloppy })).toContain('no connection survived.');
});

test('no outage is not nothing: connections may be lost all the same', async () => {
  const told = await failover({ faults: ['kill-keepalived'] });
  expect(told).toMatch(/^No outage after kill-keepalived \(.*\); 0 of \d+ requests impaired; no connection survived/);
});

test('a service that did not come back has no time, and is told first', async () => {
  const dead = await failover({ breakFault: 'stop-keepalived', breaks: { noTakeover: true } });
  expect(dead).toMatch(/^After stop-keepalived clients were still impaired when healing began; \d+ of \d+ requests/);
  expect(dead).toMatch(/; after kill-director at most 3\.\d\d s, no outage after kill-keepalived/);
  const { run } = syntheticRecording({ trialsPerFault: 2, faults: ['kill-director'] });
  const measured = { median: 3000, min: 3000, max: 3000, trials: 1 };
  const failed = judgement({ check: 'failover-time', verdict: 'fail', measured });
  const recording = syntheticRecording({
    trialsPerFault: 2,
    faults: ['kill-director'],
    breaks: { noTakeover: true },
  });
  const { measurements } = await judgeAgain(recording);
  const [first, ...others] = measurements.map((one, index) => (index > 0 ? one : { ...one, firstGoodMs: 1 }));
  const told = runSentence({
    run: { ...run, checks: ['failover-time'] },
    judgements: [failed],
    measurements: first === undefined ? [] : [first, ...others],
  });
  expect(told).toContain('took 3.00 s');
  expect(told).toContain('; in 1 of 2 trials clients were still impaired when healing began; ');
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
  const deaf = healthRecording({ trials: [{ removedAfterMs: null, healAfterMs: 10_000 }] });
  expect(await sentenceOf(deaf, { checks })).toMatch(/^1 of 1 failure went otherwise than predicted/);
});

test('schedulers: how many held, over how many connections', async () => {
  expect(await sentenceOf(balanceRecording(), { checks: ['balance-sequence', 'balance-share'] })).toMatch(
    /^Connections went where the algorithm sends them with all \d+ combinations of scheduler and weights \(\d+ connections to \d+ virtual services?\); shares exactly as predicted\.$/,
  );
});

test('two MASTERs that healing did not part have no time until there was one', () => {
  const { run } = syntheticRecording({ trialsPerFault: 1, run: { checks: ['dual-master', 'heal-time'] } });
  const measured = { median: 900, min: 900, max: 900, trials: 1 };
  const judged = (check: string, subject: string, verdict: Judgement['verdict']) =>
    judgement({ check, subject, verdict, measured });
  const judgements = [
    judged('dual-master', 'block-adverts', 'pass'),
    judged('heal-time', 'block-adverts', 'pass'),
    judged('heal-time', 'mute-master', 'fail'),
  ];
  expect(runSentence({ run, judgements, measurements: [] })).toBe(
    'Two MASTERs for 0.90 s under block-adverts; one owner of the VIP again at most 0.90 s after healing; after healing mute-master no single owner of the VIP in time.',
  );
});

test('forwarding: kinds of load are counted once for all paths, and what failed is not what could not be told', () => {
  const { run } = loadedRecording();
  const judged = (subject: string, verdict: Judgement['verdict'], median: number) =>
    judgement({
      check: 'forwarding-ratio',
      subject,
      verdict,
      unit: '%',
      measured: { median, min: median, max: median, trials: 5 },
    });
  const judgements = [
    judged('DR 1 KB kept', 'pass', 95),
    judged('NAT 1 KB kept', 'pass', 80),
    { ...judged('NAT 10 KB kept', 'fail', 0), measured: null },
    judged('DR 10 KB kept', 'unknown', 50),
  ];
  expect(runSentence({ run: { ...run, checks: ['forwarding-ratio'] }, judgements, measurements: [] })).toMatch(
    /^Of what the direct path carries: .*, over 1 kind of load; 1 of 4 failed; 1 of 4 could not be told\.$/,
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
