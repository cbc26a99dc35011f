import type { Record } from '../cluster/interface.ts';
import type { KernelMs, NodeStateValue, Run, Seal } from '../model.ts';
import type { Probe, ProbeContext } from '../probes/probe.ts';
import { type ObservationRecorder, openRecorder, saveRun } from '../store/recorder.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { type LiveView, liveView } from './live-view.ts';
import { type Observers, startObservers } from './observers.ts';

/** A run while it is being recorded. */
export interface Session {
  readonly run: Run;
  readonly folder: RunFolder;
  readonly view: LiveView;
  readonly record: Record;
  /** Puts the harness's own knowledge of a node's life among the observations. */
  recordNodeState(node: string, state: NodeStateValue['state'], atMs: KernelMs): void;
  /** Starts further probes; they stop with the session. */
  observe(probes: Probe[]): Promise<void>;
  /** Resolves when everything observed so far is on the disk; throws when it could not be written. */
  flush(): Promise<void>;
  /** Stops the probes and closes the recording; what kept a probe from observing becomes trouble of the recording. */
  close(): Promise<void>;
  /** How many observations of each series were handed over to be written. */
  taken(): Seal['observations'];
}

/** Saves the run for the first time, so that it exists from now on, and opens its recording. */
export async function openSession(
  run: Run,
  folder: RunFolder,
  context: Omit<ProbeContext, 'record'>,
): Promise<Session> {
  await saveRun(folder, run);
  const recorder: ObservationRecorder = await openRecorder(folder);
  const view = liveView(run.probe);
  const observers: Observers[] = [];
  const record: Record = (observation) => {
    view.take(observation);
    recorder.record(observation);
  };
  return {
    run,
    folder,
    view,
    record,
    recordNodeState: (node, state, atMs) => record({ series: 'node-state', at: atMs, node, value: { state } }),
    async observe(probes) {
      observers.push(await startObservers(probes, { ...context, record }));
    },
    flush: () => recorder.flush(),
    async close() {
      for (const started of observers.splice(0)) run.recordingTrouble.push(...(await started.stop()));
      await recorder.close();
    },
    taken: () => recorder.taken(),
  };
}
