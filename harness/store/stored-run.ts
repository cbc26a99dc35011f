import type { Observation, Recording, Seal } from '../model.ts';
import { seriesNames } from '../series-names.ts';
import { openRecorder, saveRun } from './recorder.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';

/** Every observation of a recording, series by series. */
export function allObservations(recording: Recording): Observation[] {
  return seriesNames.flatMap((series) => recording.series(series) as readonly Observation[]);
}

/** Stores a recording that exists in memory only as a run folder below `out`: for tests of what reads run folders. */
export async function storeRecording(out: string, recording: Recording): Promise<RunFolder> {
  const folder = await createRunFolder(out, recording.run.suite, new Date(recording.run.startedAt));
  await storeInto(folder, recording);
  return folder;
}

/** The same, in a folder that is there. Returns what a seal of it has to say of its observations. */
export async function storeInto(folder: RunFolder, recording: Recording): Promise<Seal['observations']> {
  const recorder = await openRecorder(folder);
  for (const observation of allObservations(recording)) recorder.record(observation);
  await recorder.close();
  await saveRun(folder, recording.run);
  return recorder.taken();
}
