import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineName } from '../measure/machine-kind.ts';
import { nightResult, nightRun, syntheticNight, testMachine } from '../measure/synthetic-night.ts';
import type { Night, NightResult, Run } from '../model.ts';
import { readBaselines } from '../store/baselines.ts';
import { createNightFolder, saveNight } from '../store/night-folder.ts';
import { saveRun } from '../store/recorder.ts';
import { runFolderAt } from '../store/run-folder.ts';
import { acceptCommand, type BaselineOptions, dropCommand, listCommand } from './baseline.ts';

let out = '';
let printed: string[] = [];
let options: BaselineOptions = { baselines: '' };
const print = (line: string) => printed.push(line);

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-baseline-'));
  options = { baselines: join(out, 'baselines') };
  printed = [];
});
afterEach(() => rm(out, { recursive: true }));

const dayOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}T02:00:00.000Z`;

interface EntryParts {
  run?: Partial<Run>;
  result?: Partial<NightResult>;
  failoverMs?: number[];
}

/** The folder of a night of these entries, each with a run. */
async function storedNight(
  day: number,
  entries: Record<string, EntryParts>,
  parts: Partial<Night> = {},
): Promise<string> {
  const folder = await createNightFolder(join(out, 'results'), new Date(dayOf(day)));
  const results: NightResult[] = [];
  for (const [name, { run, result, failoverMs = [3000, 3010, 3020] }] of Object.entries(entries)) {
    await mkdir(join(folder.path, name));
    await saveRun(runFolderAt(join(folder.path, name)), nightRun(`${name}-${day}`, failoverMs, run));
    results.push(nightResult(name, result));
  }
  await saveNight(folder, syntheticNight(results, { startedAt: dayOf(day), ...parts }));
  return folder.path;
}

async function acceptedEntries(): Promise<string[]> {
  return (await readBaselines(options.baselines)).map(({ accepted }) => `${accepted.entry} ${accepted.night}`);
}

test('a night that passed is accepted, with who, when, which commit and why', async () => {
  await acceptCommand(
    await storedNight(1, { 'failover-dr': {}, 'failover-tun': {} }),
    { ...options, note: 'first' },
    print,
  );
  const stored = await readBaselines(options.baselines);
  expect(stored).toHaveLength(2);
  expect(stored[0]?.accepted).toMatchObject({
    entry: 'failover-dr',
    night: dayOf(1),
    gitCommit: '0123456789abcdef0123456789abcdef01234567',
    note: 'first',
    forced: false,
  });
  expect(stored[0]?.accepted.acceptedBy).not.toBe('');
  expect(Date.parse(stored[0]?.accepted.acceptedAt ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
  expect(printed.at(-1)).toContain('Accepted: 2 suites');
});

test.each([
  ['failed', { run: { verdict: 'fail' }, result: { verdict: 'fail' } }, 'failed: a check does not hold'],
  ['proved nothing', { result: { verdict: 'unknown' } }, 'is unknown'],
  ['broke off', { result: { problem: 'The engine is gone.' } }, 'was not run to its end: The engine is gone.'],
  [
    'got worse',
    { result: { gate: { verdict: 'worse', sentence: 'Worse: failoverMs.', nights: [], report: null } } },
    'is worse: Worse: failoverMs.',
  ],
] as [string, EntryParts, string][])(
  'an entry that %s is refused, unless by force and with a note',
  async (_, entry, words) => {
    const night = await storedNight(1, { 'failover-dr': entry, 'failover-tun': {} });
    await expect(acceptCommand(night, options, print)).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringContaining(words),
      remedy: expect.stringContaining('--only'),
    });
    expect(await acceptedEntries()).toEqual([]);
    await expect(acceptCommand(night, { ...options, force: true }, print)).rejects.toThrow('--force needs a --note');
    await expect(acceptCommand(night, { ...options, force: true, note: ' \n ' }, print)).rejects.toThrow('--note');
    await acceptCommand(night, { ...options, force: true, note: 'a known limit' }, print);
    const stored = await readBaselines(options.baselines);
    expect(stored.map(({ accepted }) => accepted.forced)).toEqual([true, false]);
  },
);

test('where nothing could be compared for too few trials, it is accepted: more nights are what it takes', async () => {
  const gate: NightResult['gate'] = {
    verdict: 'too-few',
    sentence: 'Nothing was compared.',
    nights: [],
    report: null,
  };
  await acceptCommand(await storedNight(1, { 'failover-dr': { result: { gate } } }), options, print);
  expect((await readBaselines(options.baselines))[0]?.accepted.forced).toBe(false);
});

test('the others can be accepted alone', async () => {
  const night = await storedNight(1, { 'failover-dr': { result: { verdict: 'fail' } }, 'failover-tun': {} });
  await acceptCommand(night, { ...options, only: ['failover-tun'] }, print);
  expect(await acceptedEntries()).toEqual([`failover-tun ${dayOf(1)}`]);
});

test('a short night, one without runs and one without numbers are refused also by force', async () => {
  const force = { ...options, force: true, note: 'why not' };
  const short = await storedNight(1, { 'failover-dr': {} }, { short: true });
  await expect(acceptCommand(short, force, print)).rejects.toThrow('too little to compare with');
  const empty = await storedNight(2, { 'failover-dr': { result: { folders: [], verdict: null } } });
  await expect(acceptCommand(empty, force, print)).rejects.toThrow('has no run');
  const unmeasured = await storedNight(3, { 'failover-dr': { run: { metrics: null } } });
  await expect(acceptCommand(unmeasured, force, print)).rejects.toThrow('has no numbers to compare');
  expect(await acceptedEntries()).toEqual([]);
});

test('what is not comparable with the nights before is refused with the field, and goes in once those are dropped', async () => {
  await acceptCommand(await storedNight(1, { 'failover-dr': {}, 'failover-tun': {} }), options, print);
  const changed = await storedNight(2, { 'failover-dr': { run: { trialsPerFault: 7 } }, 'failover-tun': {} });
  await expect(acceptCommand(changed, { ...options, force: true, note: 'x' }, print)).rejects.toMatchObject({
    message: expect.stringMatching(/failover-dr is not comparable .* trials differs: 1 .* 7/),
    remedy: `Leave those entries out with --only, or start their baseline anew: npm run baseline -- drop all --only failover-dr --machine ${machineName(testMachine)}.`,
  });
  // All or nothing: the other entry was not stored either.
  expect(await acceptedEntries()).toEqual([`failover-dr ${dayOf(1)}`, `failover-tun ${dayOf(1)}`]);
  await dropCommand(['all'], { ...options, only: ['failover-dr'] }, print, testMachine);
  await acceptCommand(changed, options, print);
  expect(await acceptedEntries()).toEqual([
    `failover-dr ${dayOf(2)}`,
    `failover-tun ${dayOf(1)}`,
    `failover-tun ${dayOf(2)}`,
  ]);
});

test('a night on another machine starts a baseline of its own', async () => {
  await acceptCommand(await storedNight(1, { 'failover-dr': {} }), options, print);
  const machine = { cpuModel: 'Other CPU', cpus: 64, engine: 'lab', kernel: '7.2.7' } as const;
  await acceptCommand(
    await storedNight(2, { 'failover-dr': { run: { trialsPerFault: 7 } } }, { machine }),
    options,
    print,
  );
  expect(await acceptedEntries()).toHaveLength(2);
});

test('the same night is not accepted twice', async () => {
  const night = await storedNight(1, { 'failover-dr': {} });
  await acceptCommand(night, options, print);
  await expect(acceptCommand(night, options, print)).rejects.toThrow('accepted already');
});

test.each([
  ['/nowhere/at/all', 'no run folder'],
  ['.', 'no night.json'],
])('a folder that is no night is a usage error: %s', async (given, words) => {
  await expect(acceptCommand(given, options, print)).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(words),
  });
});

test('a hostile note and name do nothing to the list', async () => {
  const note = '\u001b[2J<script>alert(1)</script>\n  fake: 99 nights\r\u202e"; rm -rf /';
  await acceptCommand(await storedNight(1, { 'failover-dr': {} }), { ...options, note }, print);
  printed = [];
  await listCommand(options, print);
  expect(printed).toHaveLength(3);
  expect(printed.join('')).not.toMatch(/\p{C}/u);
  expect(printed[2]).toContain('[2J<script>alert(1)</script> fake: 99 nights "; rm -rf /');
  await expect(
    acceptCommand(await storedNight(2, { 'failover-dr': {} }), { ...options, note: 'x'.repeat(501) }, print),
  ).rejects.toThrow('501 characters');
});

test('the list tells each machine, entry and night, and what is too old to be compared with', async () => {
  await listCommand(options, print);
  expect(printed.join('')).toContain('No night is accepted');
  for (let day = 1; day <= 6; day += 1)
    await acceptCommand(await storedNight(day, { 'failover-dr': {} }), options, print);
  printed = [];
  await listCommand(options, print);
  expect(printed[0]).toBe('lab-7.2.7-2-cpus-test-cpu: Test CPU, 2 processors, lab engine, kernel 7.2.7');
  expect(printed[1]).toBe('  failover-dr: 6 nights, compared with the last 5');
  expect(printed.slice(2).map((line) => /2026-11-0\d/.exec(line)?.[0])).toEqual(
    [1, 2, 3, 4, 5, 6].map((day) => `2026-11-0${day}`),
  );
  expect(printed.filter((line) => line.includes('too old'))).toHaveLength(1);
  expect(printed[2]).toMatch(/2026-11-01T02-00-00Z {2}commit 0123456789ab, accepted by .* on .*too old/);
});

test('drop takes the named nights, and knows the ones there are', async () => {
  for (const day of [1, 2, 3]) await acceptCommand(await storedNight(day, { 'failover-dr': {} }), options, print);
  await expect(dropCommand(['2026-11-02T02-00-0Z'], options, print, testMachine)).rejects.toThrow(
    "Did you mean '2026-11-02T02-00-00Z'?",
  );
  await dropCommand(['2026-11-02T02-00-00Z'], options, print, testMachine);
  expect(await acceptedEntries()).toEqual([`failover-dr ${dayOf(1)}`, `failover-dr ${dayOf(3)}`]);
  await dropCommand(['all'], options, print, testMachine);
  expect(await acceptedEntries()).toEqual([]);
  await expect(dropCommand(['all'], options, print, testMachine)).rejects.toThrow('Nothing is accepted');
});

test('drop leaves what is of other machines, unless they are named', async () => {
  const other = { ...testMachine, cpuModel: 'Other CPU', cpus: 64 };
  await acceptCommand(await storedNight(1, { 'failover-dr': {} }), options, print);
  const folder = await storedNight(2, { 'failover-dr': {} }, { machine: other, startedAt: dayOf(1) });
  await acceptCommand(folder, options, print);
  const machines = async () =>
    (await readBaselines(options.baselines)).map(({ accepted }) => accepted.machine.cpuModel);
  expect(await machines()).toEqual(['Test CPU', 'Other CPU']);
  const third = { cpuModel: 'Third CPU', cpus: 4 };
  await expect(dropCommand(['all'], options, print, third)).rejects.toMatchObject({
    exitCode: 64,
    remedy: expect.stringContaining(machineName(other)),
  });
  await dropCommand(['2026-11-01T02-00-00Z'], options, print, testMachine);
  expect(await machines()).toEqual(['Other CPU']);
  await expect(dropCommand(['all'], { ...options, machine: ['lab'] }, print, third)).rejects.toThrow('lab');
  await dropCommand(['all'], { ...options, machine: [machineName(other)] }, print, third);
  expect(await machines()).toEqual([]);
});

test('a night that is accepted already is not told to be dropped', async () => {
  const night = await storedNight(1, { 'failover-dr': {} });
  await acceptCommand(night, options, print);
  await expect(acceptCommand(night, options, print)).rejects.toMatchObject({
    remedy: 'Leave those entries out with --only.',
  });
});
