import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureImages } from '../harness/engine/images.ts';
import type { Judgement, Run } from '../harness/model.ts';
import { type CliResult, latestRun, runCli } from './cli.ts';
import { expectPass, stalledIn } from './expect-pass.ts';
import { runInLab } from './inside-lab.ts';
import { ours, sharedLab } from './lab.ts';

// The lab's guest is a Linux machine with a Docker engine and IPVS: seen from inside, its engine is a native one.

const suite = ['suite', 'failover', '--trials', '1', '--fault', 'kill-director', 'stop-keepalived'];
/** Half the suite's rate: a shared machine keeps it, and nothing below needs a bound of 10 ms. */
const quick = ['--probe-interval', '20'];

interface Outcome {
  result: CliResult;
  run: Run;
}

let out = '';
let inside: Outcome;
let outside: Outcome;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-native-'));
  const { docker, record } = await sharedLab();
  const fromOutside = [...suite, ...quick, '--engine', 'native', '--out', join(out, 'outside')];
  outside = await outcomeOf(
    runCli(fromOutside, { DOCKER_HOST: `unix://${record.dockerSocket}` }),
    join(out, 'outside'),
  );
  const { client } = await ensureImages(docker, { log: () => {} });
  inside = await outcomeOf(runInLab(docker, client, [...suite, ...quick], out), join(out, 'results'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

async function outcomeOf(ended: Promise<CliResult>, folder: string): Promise<Outcome> {
  const result = await ended;
  return { result, run: await latestRun(folder).catch(() => Promise.reject(new Error(result.output))) };
}

// Catches: a native engine that only works where the lab does.
test('passes on an engine that is reached by DOCKER_HOST', () => {
  expectPass(outside.result, outside.run);
  expect(outside.run.engine.kind).toBe('native');
});

// Catches: what only the harness on the engine's own machine meets; and images under other names than from outside, which
// could not be built in there.
test('passes inside, where it finds the engine by itself', () => {
  expectPass(inside.result, inside.run);
  expect(inside.run.engine.kind).toBe('native');
  expect(inside.run.engine.reason).toMatch(/unix:\/\/\/var\/run\/docker\.sock has ip_vs/);
  expect(inside.run.machine?.cpuModel).toBe('UML');
});

// Catches: a check that comes to something else when the recording was made on the engine's own machine.
test('inside and outside judge the same, and alike', () => {
  const stalled = new Set([...stalledIn(inside.run), ...stalledIn(outside.run)].map(nameOf));
  const verdicts = ({ run }: Outcome) =>
    (run.judgements ?? []).map((one) => [nameOf(one), stalled.has(nameOf(one)) ? 'stalled' : one.verdict]);
  expect(verdicts(inside)).toEqual(verdicts(outside));
  expect(verdicts(inside).length).toBeGreaterThan(10);
});

// Catches: a run folder that only the machine on which it was made can read, and a page that depends on where it is drawn.
test('what was recorded inside is read outside, and drawn as inside', async () => {
  const folder = join(out, 'results', 'failover', 'latest');
  const drawnInside = await pageIn(folder);
  const again = await runCli(['report', folder]);
  expect(again.exitCode, again.output).toBe(0);
  const drawnOutside = await pageIn(folder);
  expect(drawnOutside.pictures.length).toBeGreaterThan(2);
  expect(drawnOutside.pictures).toEqual(drawnInside.pictures);
  expect(drawnOutside.text === drawnInside.text, 'the same page but for the bytes of pictures').toBe(true);
});

// Catches: containers or networks that outlive a run on an engine that outlives it.
test('leaves nothing on the engine', async () => {
  expect(await ours((await sharedLab()).docker)).toEqual([]);
});

/** A page's text, and what its pictures show: one Node.js packs the same picture into other bytes than another. */
async function pageIn(folder: string): Promise<{ text: string; pictures: string[] }> {
  const pictures: string[] = [];
  const page = await readFile(join(folder, 'report.html'), 'utf8');
  const text = page.replaceAll(/data:image\/png;base64,([A-Za-z0-9+/=]+)/g, (_, bytes: string) => {
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes, 'base64'));
    pictures.push(`${width} x ${height}: ${createHash('sha256').update(data).digest('hex')}`);
    return 'picture';
  });
  return { text, pictures };
}

function nameOf({ check, subject }: Judgement): string {
  return `${check} ${subject}`;
}
