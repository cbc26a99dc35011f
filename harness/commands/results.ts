import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trialCount } from '../../reports/trial-words.ts';
import { judgeAgain } from '../../reports/write-report.ts';
import { collectLogs, fetchFile } from '../cluster/collect-files.ts';
import type { Engine, Log } from '../engine/engine.ts';
import { messageOf } from '../errors.ts';
import type { Run } from '../model.ts';
import { capturePath } from '../probes/standard-probes.ts';
import type { Session } from '../run/session.ts';
import { Interrupted } from '../run/signals.ts';
import { readRun } from '../store/reader.ts';
import { saveRun } from '../store/recorder.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { sealOf } from '../store/seal.ts';
import { pause, showResults } from './pause.ts';
import { need, type ScenarioRun, tearDown } from './scenario-run.ts';

/** Closes the recording, collects what lies on the nodes, judges and saves, and takes the cluster down for the next. */
export async function resultsStage(state: ScenarioRun, show: Log): Promise<string> {
  const { folder, machine, order } = state;
  // Interrupted before anything was recorded.
  if (state.session === undefined) throw new Interrupted();
  const { session } = state;
  const engine = need(machine.engine, 'engine');
  const cluster = need(state.cluster, 'cluster');
  const { run } = session;
  show('closing the recording');
  await session.close();
  show('collecting logs and the capture');
  const [client] = cluster.clients();
  if (client !== undefined) {
    await fetchFile(client.node, capturePath, folder.capture).catch((error: unknown) => {
      run.warnings.push(`capture.pcap could not be collected: ${messageOf(error)}`);
    });
  }
  run.warnings.push(...(await collectLogs(engine.docker, cluster, folder.logs)));
  await keepEngineLogs(state);
  run.kernelTrouble = await kernelTroubleOf(engine, run);
  run.endedAt = new Date().toISOString();
  run.status = order.signal.aborted ? 'interrupted' : 'recorded';
  await sealAndSave(run, session);
  show('judging');
  await judge(run, folder);
  if (order.pauseOnFailure && run.verdict !== 'pass' && !order.signal.aborted) {
    await showResults(run, folder);
    await pause(state, 'the run did not pass');
  }
  if (!state.last) await tearDown(state, false);
  return `${run.verdict}, ${trialCount(run)} trials in ${folder.path}`;
}

/** Nothing is added to the folder after this but what judging finds. */
async function sealAndSave(run: Run, { folder, taken }: Session): Promise<void> {
  run.seal = await sealOf(folder, run, taken());
  await saveRun(folder, run);
}

async function kernelTroubleOf(engine: Engine, run: Run): Promise<string[]> {
  return engine.kernelTrouble().catch((error: unknown) => {
    run.recordingTrouble.push(`the kernel's log could not be read: ${messageOf(error)}`);
    return [];
  });
}

/** Judges a run as it is on the disk, and saves that with it. */
async function judge(run: Run, folder: RunFolder): Promise<void> {
  const { judgements, metrics, found, verdict } = await judgeAgain(await readRun(folder.path));
  run.judgements = judgements;
  run.metrics = metrics;
  run.found = found;
  run.verdict = verdict;
  if (run.status === 'recorded') run.status = 'judged';
  await saveRun(folder, run);
}

async function keepEngineLogs({ machine, folder }: ScenarioRun): Promise<void> {
  for (const { name, path } of machine.engine?.logFiles ?? [])
    await copyFile(path, join(folder.logs, name)).catch(() => {});
}

/** The run ended in an error: what was recorded is closed, saved as it is, and judged as far as it goes. */
export async function saveBroken(state: ScenarioRun, error: unknown): Promise<void> {
  const { session, folder, machine } = state;
  // Otherwise it is saved already: what failed came after it.
  if (session === undefined || session.run.verdict !== null || session.run.status === 'broken') return;
  const { run } = session;
  await session.close().catch(() => {});
  await keepEngineLogs(state);
  if (machine.engine !== undefined) run.kernelTrouble = await kernelTroubleOf(machine.engine, run);
  run.status = error instanceof Interrupted ? 'interrupted' : 'broken';
  run.endedAt ??= new Date().toISOString();
  run.warnings.push(messageOf(error));
  await sealAndSave(run, session)
    .then(() => judge(run, folder))
    .catch(() => {});
}
