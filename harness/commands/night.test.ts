import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nightVerdict } from '../../reports/night/verdict.ts';
import { machineError } from '../errors.ts';
import { nightRun, syntheticNight, testMachine } from '../measure/synthetic-night.ts';
import type { GateResult, Run } from '../model.ts';
import { createNightFolder, type NightFolder, readNight } from '../store/night-folder.ts';
import { saveRun } from '../store/recorder.ts';
import { runFolderAt } from '../store/run-folder.ts';
import { emptyResult, type Gated, type NightOrder, type PlannedEntry, runNight } from './night.ts';

let out = '';
let folder: NightFolder;
let ending = new AbortController();

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-night-'));
  folder = await createNightFolder(out, new Date('2026-11-20T02:00:00Z'));
  ending = new AbortController();
});
afterEach(() => rm(out, { recursive: true }));

const gate = (verdict: GateResult['verdict']): GateResult => ({ verdict, sentence: verdict, nights: [], report: null });

async function record(path: string, run: Run): Promise<void> {
  await mkdir(path);
  await saveRun(runFolderAt(path), run);
}

/** An entry that records such runs, one each time that it is run; instead of one it may fail. */
function entryOf(name: string, ...times: (Run | (() => Promise<void>))[]): PlannedEntry {
  let time = 0;
  return {
    entry: { name, suite: 'failover' },
    command: `npm run suite failover`,
    plannedRuns: 1,
    async run(path) {
      const next = times[time];
      time += 1;
      if (typeof next === 'function') await next();
      else if (next !== undefined) await record(path, next);
    },
  };
}

function orderOf(
  entries: PlannedEntry[],
  gated: (name: string, times: Run[][]) => Gated | null = () => null,
): NightOrder {
  return {
    night: syntheticNight(entries.map(emptyResult), { machine: null, endedAt: null }),
    entries,
    folder,
    signal: ending.signal,
    print: () => {},
    machineOf: () => testMachine,
    gate: async ({ name }, times) => gated(name, times),
  };
}

test('each entry is run, judged and compared; night.json tells all of it', async () => {
  const good = { result: gate('not-worse'), again: false };
  const { night, bugs } = await runNight(
    orderOf([entryOf('dr', nightRun('a', [3000])), entryOf('tun', nightRun('b', [3000]))], () => good),
  );
  expect(bugs).toEqual([]);
  expect(
    night.results.map(({ entry, verdict, folders, gate: found }) => [entry.name, verdict, folders, found?.verdict]),
  ).toEqual([
    ['dr', 'pass', ['dr'], 'not-worse'],
    ['tun', 'pass', ['tun'], 'not-worse'],
  ]);
  expect(nightVerdict(night)).toBe('pass');
  expect(night.machine).toEqual(testMachine);
  expect((await readNight(folder.path))?.night).toEqual(night);
});

test('a suite that fails makes the night fail, and the others are run', async () => {
  const { night } = await runNight(
    orderOf([entryOf('dr', nightRun('a', [3000], { verdict: 'fail' })), entryOf('tun', nightRun('b', [3000]))]),
  );
  expect(night.results.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
  expect(nightVerdict(night)).toBe('fail');
});

test('what is wrong with the machine costs one entry its verdict, with the remedy, and the others nothing', async () => {
  const broken = entryOf('dr', async () => {
    throw machineError('The lab did not boot.', 'Make room on the disk.');
  });
  const { night, bugs } = await runNight(orderOf([broken, entryOf('tun', nightRun('b', [3000]))]));
  expect(night.results[0]).toMatchObject({
    verdict: null,
    folders: [],
    problem: 'The lab did not boot. Make room on the disk.',
  });
  expect(night.results[1]).toMatchObject({ verdict: 'pass', folders: ['tun'], problem: null });
  expect(bugs).toEqual([]);
  expect(nightVerdict(night)).toBe('unknown');
});

test('what was recorded before an error counts as far as it goes', async () => {
  const broken = entryOf('dr', async () => {
    await record(join(folder.path, 'dr'), nightRun('a', [3000], { status: 'broken', verdict: 'unknown' }));
    throw machineError('The engine is gone.', 'Start it.');
  });
  const { night } = await runNight(orderOf([broken], () => ({ result: gate('not-worse'), again: false })));
  expect(night.results[0]).toMatchObject({ folders: ['dr'], verdict: 'unknown', gate: null });
  expect(night.results[0]?.problem).toContain('The engine is gone.');
});

test('a run that cannot be read does not hide what ended the suite, and is told where nothing else is', async () => {
  const damaged = async () => {
    await record(join(folder.path, 'dr'), nightRun('a', [3000]));
    await writeFile(join(folder.path, 'dr', 'run.json'), '{"schema": 1,');
    throw machineError('The engine is gone.', 'Start it.');
  };
  const { night, bugs } = await runNight(
    orderOf([
      entryOf('dr', damaged),
      entryOf('tun', async () => {
        await record(join(folder.path, 'tun'), nightRun('b', [3000]));
        await writeFile(join(folder.path, 'tun', 'run.json'), '{"schema": 1,');
      }),
      entryOf('nat', nightRun('c', [3000])),
    ]),
  );
  expect(bugs).toEqual([]);
  expect(night.results.map(({ verdict, folders }) => [verdict, folders])).toEqual([
    [null, ['dr']],
    [null, ['tun']],
    ['pass', ['nat']],
  ]);
  expect(night.results[0]?.problem).toBe('The engine is gone. Start it.');
  expect(night.results[1]?.problem).toContain('run.json');
});

test('a bug of ours is no verdict on the cluster', async () => {
  const bug = new TypeError('x is undefined');
  const { night, bugs } = await runNight(
    orderOf([
      entryOf('dr', async () => {
        throw bug;
      }),
      entryOf('tun', nightRun('b', [3000])),
    ]),
  );
  expect(bugs).toEqual([bug]);
  expect(night.results.map(({ verdict }) => verdict)).toEqual([null, 'pass']);
});

test('an entry that did not record all of its scenarios is unknown', async () => {
  const { night } = await runNight(orderOf([{ ...entryOf('dr', nightRun('a', [3000])), plannedRuns: 2 }]));
  expect(night.results[0]?.verdict).toBe('unknown');
});

test('an entry that looks worse is run again at once, and then compared with both', async () => {
  const seen: number[] = [];
  const { night } = await runNight(
    orderOf([entryOf('dr', nightRun('a', [3100]), nightRun('b', [3100]))], (_, times) => {
      seen.push(times.length);
      return times.length === 1 ? { result: gate('unknown'), again: true } : { result: gate('worse'), again: false };
    }),
  );
  expect(seen).toEqual([1, 2]);
  expect(night.results[0]).toMatchObject({ folders: ['dr', 'dr-again'], verdict: 'pass', gate: { verdict: 'worse' } });
  expect(nightVerdict(night)).toBe('fail');
});

test('the second time cannot be run: what the first one looked like stands', async () => {
  const { night } = await runNight(
    orderOf(
      [
        entryOf('dr', nightRun('a', [3100]), async () => {
          throw machineError('The engine is gone.', 'Start it.');
        }),
      ],
      () => ({ result: gate('unknown'), again: true }),
    ),
  );
  expect(night.results[0]).toMatchObject({ folders: ['dr'], gate: { verdict: 'unknown' } });
  expect(nightVerdict(night)).toBe('unknown');
});

test('Ctrl-C ends the night: what was recorded is kept, nothing is compared or begun any more', async () => {
  const begun: string[] = [];
  const interrupted = entryOf('tun', async () => {
    await record(join(folder.path, 'tun'), nightRun('b', [3000], { status: 'interrupted', verdict: 'unknown' }));
    ending.abort();
  });
  const last = entryOf('nat', async () => {
    begun.push('nat');
  });
  const compared: string[] = [];
  const { night } = await runNight(
    orderOf([entryOf('dr', nightRun('a', [3000])), interrupted, last], (name) => {
      compared.push(name);
      return { result: gate('not-worse'), again: false };
    }),
  );
  expect(night.interrupted).toBe(true);
  expect(begun).toEqual([]);
  expect(compared).toEqual(['dr']);
  expect(night.results.map(({ folders, problem }) => [folders, problem])).toEqual([
    [['dr'], null],
    [['tun'], 'Interrupted by the user.'],
    [[], null],
  ]);
  expect((await readNight(folder.path))?.night).toEqual(night);
});

test('there is no baseline yet: that speaks against nobody', async () => {
  const { night } = await runNight(
    orderOf([entryOf('dr', nightRun('a', [3000]))], () => ({ result: gate('no-baseline'), again: false })),
  );
  expect(nightVerdict(night)).toBe('pass');
});
