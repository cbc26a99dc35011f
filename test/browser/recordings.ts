import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulation } from '../../harness/ipvs/schedulers/service.ts';
import { simulate } from '../../harness/ipvs/schedulers/simulate.ts';
import { serviceKey } from '../../harness/measure/destinations.ts';
import { handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import { recordingDoubts } from '../../harness/measure/recording-doubts.ts';
import { arrivalOf, scheduledService } from '../../harness/measure/scheduled.ts';
import { balanceRecording, balanceTopology } from '../../harness/measure/synthetic-balance.ts';
import { syntheticCalibration } from '../../harness/measure/synthetic-calibration.ts';
import { disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Recording, Run, Suite, VirtualService } from '../../harness/model.ts';
import { createDrillFolder, folderOfRun, saveDrill } from '../../harness/store/drill-folder.ts';
import type { RunFolder } from '../../harness/store/run-folder.ts';
import { storeInto, storeRecording } from '../../harness/store/stored-run.ts';
import { judgeAgain, writeReport } from '../../reports/write-report.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';

/** A run in which one fault takes too long. */
export function failedFailover(): Recording {
  return syntheticRecording({
    trialsPerFault: 2,
    faults: ['kill-director', 'stop-keepalived'],
    breakFault: 'kill-director',
    breaks: { extraOutageMs: 400 },
    run: {
      warnings: ['the clock of the machine was <adjusted> by 3 ms'],
      calibration: handMadeCalibration({ gitCommit: 'fedcba9876543210fedcba9876543210fedcba98' }),
    },
  });
}

/** The part of the suite that calibrates which `calibration` is a recording of. */
export const calibrating: Suite = {
  name: 'calibration',
  summary: 'how wrong is the instrument',
  scenarios: [
    {
      name: 'outage',
      summary: 'How far is each method from outages of known length on the path?',
      topology: 'dr-pair',
      faults: ['known-outage'],
      checks: ['fault-confirmed', 'request-outcomes', 'recording-whole', 'kernel-trouble'],
      trialsPerFault: 5,
      phases: [0.5],
      probe: { intervalMs: 2, deadlineMs: 900, delayThresholdMs: 50, connections: 0 },
      throughputMs: 0,
    },
  ],
};

/** Outages of known length, of which the longest are measured a little too long, and one that was not there. */
export function calibration(): Recording {
  const trials = [0, 50, 303, 1000].flatMap((levelMs, length) =>
    [0, 1].map((n) => ({ levelMs, edgeMs: 0.4, errorMs: levelMs === 0 ? 0 : ((n * 3 + length) % 5) - 1 })),
  );
  return syntheticCalibration({ trials });
}

/** Schedulers as the kernel has them, but for one that gives every eighth connection to real-server-1. */
export function balances(): Recording {
  const services: Partial<VirtualService>[] = [
    { scheduler: 'rr' },
    { scheduler: 'wrr', weights: [3, 2, 1, 1] },
    { scheduler: 'wlc', weights: [3, 2, 1, 1] },
    { scheduler: 'sh' },
  ];
  const topology = balanceTopology(services);
  const simulations = new Map<string, Simulation>();
  return balanceRecording({
    services,
    choose: ({ service, list, connection, source }) => {
      const key = serviceKey(service);
      const simulation = simulations.get(key) ?? simulate(scheduledService(topology, service), list);
      simulations.set(key, simulation);
      const chosen = simulation.next(arrivalOf(service, { source, sourcePort: 20_000 + connection }));
      if (chosen !== null) simulation.closed(chosen);
      return service.scheduler === 'rr' && connection % 8 === 5 ? 'real-server-1' : chosen;
    },
  });
}

/** A drill of which one scenario passes, one proved nothing, and one was never begun. */
export async function drawnDrill(folder: string): Promise<string> {
  const checks = checksOf(failover);
  const short = { trialsPerFault: 1, run: { checks } };
  const recordings: { [scenario: string]: Recording } = {
    passing: syntheticRecording({ ...short, faults: ['stop-keepalived'] }),
    unconfirmed: syntheticRecording({ ...short, faults: ['kill-director'], breaks: { doesNothing: true } }),
    disruption: disruptionRecording({ run: { checks: checksOf(schedulers, 'disruption') } }),
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
    const run = folderOfRun(drill, index);
    await storeInto(
      run,
      await judged(recording, { suite: 'drill', scenario, startedAt, endedAt: '2025-01-03T03:07:05.000Z' }),
    );
    await whole(run);
  }
  return writeReport(drill.path);
}

/** A run of which only the library tells: one more in the history of its kind. */
export async function history(folder: string, index: number, detectionErrorMs: number): Promise<void> {
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

/** The report of a run of a suite. */
export async function drawn(folder: string, recording: Recording, suite: Suite, startedAt: string): Promise<string> {
  const { name = suite.name, summary = suite.summary } = suite.scenarios[0] ?? {};
  const endedAt = new Date(Date.parse(startedAt) + 180_000).toISOString();
  const run = { suite: suite.name, scenario: { name, summary }, checks: checksOf(suite), startedAt, endedAt };
  return writeReport((await whole(await storeRecording(folder, await judged(recording, run)))).path);
}

/** As a suite leaves it. What was made up for one question alone is not asked whether it is whole. */
export async function judged(recording: Recording, changes: Partial<Run>): Promise<Recording> {
  const run: Run = { ...recording.run, ...changes, status: 'judged' };
  const asked = recordingDoubts({ ...recording, run }).length === 0;
  const checks = run.checks.filter((name) => asked || name !== 'recording-whole');
  const changed = { ...recording, run: { ...run, checks } };
  const { judgements, metrics, verdict } = await judgeAgain(changed);
  return { ...changed, run: { ...changed.run, judgements, metrics, verdict } };
}

/** A file of libpcap without a packet: microseconds, version 2.4, snap length 65,535, Ethernet (pcap-savefile(5)). */
const emptyCapture = Uint8Array.from(
  [0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1].flatMap((word) => [0, 8, 16, 24].map((bits) => (word >>> bits) & 0xff)),
);

/** A run folder has a capture, which pages link to. */
async function whole(folder: RunFolder): Promise<RunFolder> {
  await writeFile(join(folder.path, 'capture.pcap'), emptyCapture);
  return folder;
}

/** The checks of a suite's scenario; of its first one, if none is named. */
export function checksOf({ scenarios }: Suite, name?: string): string[] {
  return scenarios.find((one) => name === undefined || one.name === name)?.checks ?? [];
}
