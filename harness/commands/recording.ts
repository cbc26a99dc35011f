import type { Session } from '../run/session.ts';
import { openSession } from '../run/session.ts';
import { need, type ScenarioRun } from './scenario-run.ts';

/** Opens the recording of a scenario's run: from now on the run is on the disk. */
export async function openRecording(state: ScenarioRun): Promise<Session> {
  const run = need(state.run, 'run');
  run.readyAfterMs = state.readyAfterMs ?? null;
  run.warnings.push(...(state.warnings ?? []));
  state.session = await openSession(run, state.folder, { cluster: need(state.cluster, 'cluster') });
  return state.session;
}
