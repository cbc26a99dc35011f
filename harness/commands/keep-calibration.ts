import { drillVerdict } from '../../reports/run-verdict.ts';
import { trialCount } from '../../reports/trial-words.ts';
import { calibrationSuite } from '../measure/calibrated-error.ts';
import { calibrationOfDrill } from '../measure/calibration/of-drill.ts';
import type { Recording, Run } from '../model.ts';
import { storeCalibration } from '../store/calibrations.ts';
import { folderOfRun } from '../store/drill-folder.ts';
import { readRun } from '../store/reader.ts';
import { changeWords, optionWords } from './option-words.ts';
import type { PlannedSuite, SuiteOptions, SuitePlace } from './suite.ts';

/**
 * Stores what a whole drill of the suite that calibrates found out, also where it failed, and says so; of any other drill
 * of that suite it says why not. Null: the suite is another one. Throws a `DrillError` where it cannot be written.
 */
export async function keepCalibration(
  { plan, options }: Pick<PlannedSuite, 'plan' | 'options'>,
  { folder, calibrations, startedAt }: Pick<SuitePlace, 'folder' | 'calibrations' | 'startedAt'>,
  runs: readonly Run[],
): Promise<string | null> {
  if (plan.suite.name !== calibrationSuite) return null;
  const why = changedBy(options) ?? endedEarly(plan.runs.length, runs);
  if (why !== null) return `Not stored as the calibration of this machine: ${why}.`;
  const recordings: Recording[] = [];
  for (const index of plan.runs.keys()) recordings.push(await readRun(folderOfRun(folder, index).path));
  const verdict = drillVerdict(runs, plan.runs.length);
  const calibration = calibrationOfDrill({ startedAt: startedAt.toISOString(), verdict, recordings });
  if (calibration === null) return 'Not stored as the calibration of this machine: the runs do not say which that is.';
  const path = await storeCalibration(calibrations, calibration);
  return `Stored as the calibration of this machine, which reports tell from now on${besides[verdict]}: ${path}`;
}

const besides = { pass: '', fail: ', with its failure', unknown: ', and that it proved nothing' };

/** What the user changed of the suite, but for the order of the trials; null: nothing. */
function changedBy(options: SuiteOptions): string | null {
  const words = [...changeWords(options), ...optionWords([['--trials', options.trials]])];
  if (words.length === 0) return null;
  return `the suite was changed by ${words.join(' ')}, and only as it is does it count (npm run suite ${calibrationSuite})`;
}

/** Null: every scenario came to its end, with all its trials. */
function endedEarly(planned: number, runs: readonly Run[]): string | null {
  const short = runs.find((run) => run.status !== 'judged' || trialCount(run) < run.plannedTrials);
  if (short !== undefined) return `${short.scenario.name} did not come to its end`;
  return runs.length < planned ? `${planned - runs.length} of ${planned} scenarios were not run` : null;
}
