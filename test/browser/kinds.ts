import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { balanceRecording } from '../../harness/measure/synthetic-balance.ts';
import { disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { healthRecording } from '../../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Recording } from '../../harness/model.ts';
import { createDrillFolder, folderOfRun, saveDrill } from '../../harness/store/drill-folder.ts';
import type { RunFolder } from '../../harness/store/run-folder.ts';
import { storeInto, storeRecording } from '../../harness/store/stored-run.ts';
import { writeReport } from '../../reports/write-report.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as health } from '../../suites/health.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';

/** Every kind of page there is. */
export const kinds = ['failover', 'health', 'balance', 'forwarding', 'drill'] as const;

/** A kind of page. */
export type Kind = (typeof kinds)[number];

/** The file of each kind. */
export type Pages = { [kind in Kind]: string };

/** Draws one page of each kind into a folder, from made-up recordings that hold all verdicts there are. */
export async function drawKinds(folder: string): Promise<Pages> {
  return {
    failover: await drawn(folder, failedFailover()),
    health: await drawn(folder, healthRecording({ run: { checks: checksOf(health), status: 'judged' } })),
    balance: await drawn(folder, balances()),
    forwarding: await drawn(folder, loads()),
    drill: await drawnDrill(folder),
  };
}

/** A run in which one fault takes too long, and another was not to be confirmed. */
function failedFailover(): Recording {
  const checks = checksOf(failover);
  const trouble = { warnings: ['the clock of the machine was <adjusted> by 3 ms'], status: 'judged' as const };
  return syntheticRecording({
    trialsPerFault: 2,
    breakFault: 'kill-director',
    breaks: { extraOutageMs: 400 },
    run: { checks, ...trouble },
  });
}

function balances(): Recording {
  return balanceRecording({
    services: [
      { scheduler: 'rr' },
      { scheduler: 'wrr', weights: [3, 2, 1, 1] },
      { scheduler: 'wlc', weights: [3, 2, 1, 1] },
      { scheduler: 'sh' },
    ],
    // rr gives real-server-1 all: seen as wrong.
    choose: ({ service, list, connection }) =>
      service.scheduler === 'rr'
        ? 'real-server-1'
        : (list.filter(({ weight }) => weight > 0)[connection % list.length]?.realServer ?? null),
    run: { checks: checksOf(schedulers), status: 'judged' },
  });
}

function loads(): Recording {
  return loadedRecording({ run: { checks: checksOf(forwarding), status: 'judged' } });
}

async function drawnDrill(folder: string): Promise<string> {
  const recordings: { [scenario: string]: Recording } = {
    passing: syntheticRecording({
      trialsPerFault: 1,
      faults: ['stop-keepalived'],
      run: { checks: checksOf(failover), status: 'judged' },
    }),
    unconfirmed: syntheticRecording({
      trialsPerFault: 1,
      faults: ['kill-director'],
      breaks: { doesNothing: true },
      run: { checks: checksOf(failover), status: 'judged' },
    }),
    disruption: disruptionRecording({ run: { checks: checksOf(schedulers), status: 'judged' } }),
  };
  const scenarios = [...Object.keys(recordings), 'never-begun'];
  const drill = await createDrillFolder(folder, 'drill', new Date('2025-01-03T03:04:05Z'), scenarios);
  await saveDrill(drill, {
    schema: 1,
    suite: 'drill',
    summary: 'several scenarios, one of which was never begun',
    startedAt: '2025-01-03T03:04:05.000Z',
    endedAt: '2025-01-03T03:24:05.000Z',
    command: 'npm run suite drill -- --seed 1',
    scenarios,
  });
  for (const [index, [name, recording]] of Object.entries(recordings).entries()) {
    const scenario = { name, summary: `What ${name} is about.` };
    const run = { ...recording.run, suite: 'drill', scenario };
    await whole(await storeInto(folderOfRun(drill, index), { ...recording, run }));
  }
  return writeReport(drill.path);
}

async function drawn(folder: string, recording: Recording): Promise<string> {
  return writeReport((await whole(await storeRecording(folder, recording))).path);
}

/** A run folder has a capture, which pages link to. */
async function whole(folder: RunFolder): Promise<RunFolder> {
  await writeFile(join(folder.path, 'capture.pcap'), '');
  return folder;
}

/** The checks of a suite's scenarios; those that have nothing to judge in a recording say so. */
function checksOf({ scenarios }: { scenarios: { checks: string[] }[] }): string[] {
  return [...new Set(scenarios.flatMap(({ checks }) => checks))];
}
