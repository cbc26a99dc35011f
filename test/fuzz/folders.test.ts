import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptCommand, dropCommand, listCommand } from '../../harness/commands/baseline.ts';
import { compareCommand } from '../../harness/commands/compare.ts';
import { appendBrokenSummary } from '../../harness/commands/step-summary.ts';
import { testMachine } from '../../harness/measure/synthetic-night.ts';
import { readBaselines } from '../../harness/store/baselines.ts';
import { readCalibration } from '../../harness/store/calibrations.ts';
import { readDrill } from '../../harness/store/drill-folder.ts';
import { findRuns } from '../../harness/store/find-runs.ts';
import { readableRunsOf, readNight } from '../../harness/store/night-folder.ts';
import { readRun } from '../../harness/store/reader.ts';
import { runFiles } from '../../harness/store/run-files.ts';
import { runFolderAt } from '../../harness/store/run-folder.ts';
import { readLibrary } from '../../reports/library/library.ts';
import { libraryPage } from '../../reports/library/library-page.ts';
import { whoseIndex, writeLibrary } from '../../reports/library/write-library.ts';
import { writeReport } from '../../reports/write-report.ts';
import { everyCase, outcomeOfAsync } from './fuzz.ts';
import { type Case, damage, hostileFolder } from './hostile-folder.ts';

type Action = (folder: Case) => Promise<unknown>;

/** What a user can have read, by its name. */
const readers: Record<string, Action> = {
  run: (folder) => readRun(folder.at('run')),
  latest: (folder) => readRun(join(folder.root, 'out/results/failover/latest')),
  'files of a run': (folder) => runFiles(runFolderAt(folder.at('run'))),
  drill: (folder) => readDrill(folder.at('drill')),
  night: async (folder) => {
    const read = await readNight(folder.at('night'));
    for (const result of read?.night.results ?? []) await readableRunsOf({ path: folder.at('night') }, result);
  },
  'runs below results': (folder) => findRuns(folder.at('results')),
  'runs below baselines': (folder) => findRuns(folder.at('baselines')),
  'runs of a drill': (folder) => findRuns(folder.at('drill')),
  baselines: (folder) => readBaselines(folder.at('baselines')),
  'list of baselines': (folder) => listCommand({ baselines: folder.at('baselines') }, () => {}),
  'dropped baselines': (folder) =>
    dropCommand(['all'], { baselines: folder.at('baselines'), machine: ['all'] }, () => {}),
  'accepted night': (folder) =>
    acceptCommand(folder.at('night'), { baselines: folder.at('baselines'), force: true, note: 'x' }, () => {}),
  library: async (folder) =>
    libraryPage({ library: await readLibrary(folder.at('results')), name: 'x', version: '1', script: '' }),
  'whose index': (folder) => whoseIndex(folder.at('results')),
  calibration: (folder) => readCalibration(folder.at('run'), testMachine),
};

/** What draws, and so takes longer. */
const writers: Record<string, Action> = {
  'report of a run': (folder) => writeReport(folder.at('run')),
  'report of a drill': (folder) => writeReport(folder.at('drill')),
  'report of a night': (folder) => writeReport(folder.at('night')),
  index: (folder) => writeLibrary(folder.at('results'), '1'),
  comparison: (folder) =>
    compareCommand(
      [folder.at('run'), folder.at('baselines')],
      { force: true, out: join(folder.root, 'out/compared') },
      () => {},
    ),
  'summary of a broken suite': async (folder) => {
    const read = await readDrill(folder.at('drill'));
    if (read === null) return;
    const { suite, scenarios, startedAt, endedAt, command } = read.drill;
    const given = { suite, scenarios, startedAt, endedAt, command };
    await appendBrokenSummary(given, read.folder, join(folder.root, 'out/summary.md'), () => {});
  },
};

const damages = fc.array(damage, { minLength: 1, maxLength: 3 });

async function harmless(name: string, act: Action, folder: Case): Promise<void> {
  const before = await folder.canary();
  const startedAt = process.cpuUsage();
  await outcomeOfAsync(() => act(folder)).catch((error: unknown) => {
    throw new Error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
  const { user } = process.cpuUsage(startedAt);
  expect(user / 1e6, `${name}, s of processor time`).toBeLessThan(5);
  expect(await folder.canary(), name).toBe(before);
}

test('what is read of a damaged folder is refused in a sentence, or read, at once, and nothing is written beside it', async () => {
  await everyCase(fc.tuple(damages, fc.constantFrom(...Object.keys(readers))), async ([all, name]) => {
    await using folder = await hostileFolder(all);
    await harmless(name, readers[name] as Action, folder);
  });
});

test('what is drawn of a damaged folder is drawn into it, or refused', async () => {
  await everyCase(
    fc.tuple(damages, fc.constantFrom(...Object.keys(writers))),
    async ([all, name]) => {
      await using folder = await hostileFolder(all);
      await harmless(name, writers[name] as Action, folder);
    },
    { share: 0.03 },
  );
});

test('an undamaged folder can be read and drawn', async () => {
  for (const [name, act] of Object.entries({ ...readers, ...writers })) {
    await using folder = await hostileFolder([]);
    if (name === 'calibration') expect(await act(folder)).toBeNull();
    else await expect(act(folder), name).resolves.not.toThrow();
  }
});
