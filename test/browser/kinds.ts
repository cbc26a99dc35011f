import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { balanceRecording } from '../../harness/measure/synthetic-balance.ts';
import { disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { healthRecording } from '../../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Recording, Run, Suite } from '../../harness/model.ts';
import { createDrillFolder, folderOfRun, saveDrill } from '../../harness/store/drill-folder.ts';
import type { RunFolder } from '../../harness/store/run-folder.ts';
import { storeInto, storeRecording } from '../../harness/store/stored-run.ts';
import { writeLibrary } from '../../reports/library/write-library.ts';
import { judgeAgain, writeReport } from '../../reports/write-report.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as health } from '../../suites/health.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';

/** Every kind of page there is. */
export const kinds = ['failover', 'health', 'balance', 'forwarding', 'drill', 'library'] as const;

/** A kind of page. */
export type Kind = (typeof kinds)[number];

/** The file of each kind. */
export type Pages = { [kind in Kind]: string };

/** Draws one page of each kind into a folder, from made-up recordings that hold all verdicts there are. */
export async function drawKinds(folder: string): Promise<Pages> {
  const pages = {
    failover: await drawn(folder, failedFailover(), failover, '2025-01-02T03:04:05.000Z'),
    health: await drawn(folder, healthRecording(), health, '2025-01-02T04:04:05.000Z'),
    balance: await drawn(folder, balances(), schedulers, '2025-01-02T05:04:05.000Z'),
    forwarding: await drawn(folder, loadedRecording(), forwarding, '2025-01-02T06:04:05.000Z'),
    drill: await drawnDrill(folder),
  };
  for (const [index, detectionErrorMs] of [0, 12, 25].entries()) await history(folder, index, detectionErrorMs);
  return { ...pages, library: await writeLibrary(folder, '0.1.0') };
}

/** A run in which one fault takes too long. */
function failedFailover(): Recording {
  return syntheticRecording({
    trialsPerFault: 2,
    breakFault: 'kill-director',
    breaks: { extraOutageMs: 400 },
    run: { warnings: ['the clock of the machine was <adjusted> by 3 ms'] },
  });
}

/** Schedulers of which one gives all to one real server. */
function balances(): Recording {
  return balanceRecording({
    services: [
      { scheduler: 'rr' },
      { scheduler: 'wrr', weights: [3, 2, 1, 1] },
      { scheduler: 'wlc', weights: [3, 2, 1, 1] },
      { scheduler: 'sh' },
    ],
    choose: ({ service, list, connection }) =>
      service.scheduler === 'rr'
        ? 'real-server-1'
        : (list.filter(({ weight }) => weight > 0)[connection % list.length]?.realServer ?? null),
  });
}

async function drawnDrill(folder: string): Promise<string> {
  const checks = checksOf(failover);
  const short = { trialsPerFault: 1, run: { checks } };
  const recordings: { [scenario: string]: Recording } = {
    passing: syntheticRecording({ ...short, faults: ['stop-keepalived'] }),
    unconfirmed: syntheticRecording({ ...short, faults: ['kill-director'], breaks: { doesNothing: true } }),
    disruption: disruptionRecording({ run: { checks: checksOf(schedulers) } }),
  };
  const scenarios = [...Object.keys(recordings), 'never-begun'];
  const startedAt = '2025-01-03T03:04:05.000Z';
  const drill = await createDrillFolder(folder, 'drill', new Date(startedAt), scenarios);
  await saveDrill(drill, {
    schema: 1,
    suite: 'drill',
    summary: 'several scenarios, one of which was never begun',
    startedAt,
    endedAt: '2025-01-03T03:24:05.000Z',
    command: 'npm run suite drill -- --seed 1',
    scenarios,
  });
  for (const [index, [name, recording]] of Object.entries(recordings).entries()) {
    const scenario = { name, summary: `What ${name} is about.` };
    await whole(
      await storeInto(folderOfRun(drill, index), await judged(recording, { suite: 'drill', scenario, startedAt })),
    );
  }
  return writeReport(drill.path);
}

/** A run of which only the library tells: one more in the history of its kind. */
async function history(folder: string, index: number, detectionErrorMs: number): Promise<void> {
  const recording = syntheticRecording({
    seed: index + 1,
    trialsPerFault: 2,
    faults: ['kill-director'],
    breaks: { detectionErrorMs },
    run: { checks: checksOf(failover) },
  });
  const startedAt = `2024-12-2${index}T03:04:05.000Z`;
  await storeRecording(
    folder,
    await judged(recording, { startedAt, endedAt: `2024-12-2${index}T03:0${index + 5}:05.000Z` }),
  );
}

async function drawn(folder: string, recording: Recording, suite: Suite, startedAt: string): Promise<string> {
  const { name = suite.name, summary = suite.summary } = suite.scenarios[0] ?? {};
  const run = { suite: suite.name, scenario: { name, summary }, checks: checksOf(suite), startedAt };
  return writeReport((await whole(await storeRecording(folder, await judged(recording, run)))).path);
}

/** As a suite leaves it. */
async function judged(recording: Recording, changes: Partial<Run>): Promise<Recording> {
  const changed = { ...recording, run: { ...recording.run, ...changes, status: 'judged' as const } };
  const { judgements, metrics, verdict } = await judgeAgain(changed);
  return { ...changed, run: { ...changed.run, judgements, metrics, verdict } };
}

/** A run folder has a capture, which pages link to. */
async function whole(folder: RunFolder): Promise<RunFolder> {
  await writeFile(join(folder.path, 'capture.pcap'), '');
  return folder;
}

/** The checks of a suite's scenarios; those that have nothing to judge in a recording say so. */
function checksOf({ scenarios }: Suite): string[] {
  return [...new Set(scenarios.flatMap(({ checks }) => checks))];
}
