import { messageOf, usageError } from '../errors.ts';
import type { Observation, Recording, Run, SeriesName } from '../model.ts';
import { captureTrouble } from './capture.ts';
import { eachLine, type Line } from './lines.ts';
import { observationParser } from './parse-observation.ts';
import { readRunJson } from './read-run-json.ts';
import { requestColumns } from './request-columns.ts';
import { findRunFolder } from './run-folder.ts';
import { brokenSeal } from './seal.ts';

/**
 * Reads a run back from its folder: run.json checked against its schema, the observations grouped by series and
 * in the order of their instants. A last line that was cut short by a kill -9 is left out with a warning in the
 * run; what cannot be read as a run at all throws a `DrillError` with exit code 64 naming file, line and mistake.
 * A run that can be read and is not what was recorded has that among its `recordingTrouble`: it proves nothing.
 */
export async function readRun(given: string): Promise<Recording> {
  const folder = await findRunFolder(given);
  const run = await readRunJson(folder);
  const { observations, warning } = await readObservations(folder.observations);
  const recording = recordingOf(run, observations);
  const trouble = [...(await brokenSeal(folder, recording)), ...(await captureTrouble(folder.capture))];
  const closed = run.status === 'recorded' || run.status === 'judged';
  if (warning !== null && closed) trouble.push(`${warning}; the recording had been closed`);
  const died = warning !== null && !closed ? [`${warning}: the harness was killed while it recorded.`] : [];
  return recordingOf(
    {
      ...run,
      warnings: withNew(run.warnings, died),
      recordingTrouble: withNew(run.recordingTrouble, trouble),
    },
    observations,
  );
}

function withNew(known: string[], found: readonly string[]): string[] {
  return [...known, ...found.filter((one) => !known.includes(one))];
}

/** The observations of a run, by series. */
type BySeries = { readonly [S in SeriesName]: readonly Observation<S>[] };

/** Those that are kept as they are. */
type Others = { [S in Exclude<SeriesName, 'request'>]: Observation<S>[] };

function recordingOf(run: Run, bySeries: BySeries): Recording {
  return { run, series: (name) => bySeries[name] };
}

async function readObservations(path: string): Promise<{ observations: BySeries; warning: string | null }> {
  const observations = noObservations();
  const requests = requestColumns();
  const parse = observationParser();
  let warning: string | null = null;
  const take = (line: Line): void => {
    const parsed = parse(line.text);
    if ('problem' in parsed) {
      if (line.complete) throw broken(path, line.number, parsed.problem);
      warning = `observations.ndjson ends in the middle of line ${line.number}, which is left out`;
    } else if (parsed.observation.series === 'request') requests.append(parsed.observation);
    else append(observations, parsed.observation);
  };
  try {
    await eachLine(path, take);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, 'Name a folder that holds the whole run.');
  }
  for (const series of Object.values(observations)) sortByInstant(series);
  return { observations: { ...observations, request: requests.list() }, warning };
}

function broken(path: string, line: number, problem: string): Error {
  return usageError(
    `${path}, line ${line}: no observation (${problem}).`,
    'Restore the file from a copy, or name another run folder.',
  );
}

/** Every series but the requests, empty. */
function noObservations(): Others {
  return {
    connection: [],
    advert: [],
    'inside-advert': [],
    garp: [],
    'vip-holder': [],
    'node-state': [],
    'keepalived-log': [],
    destination: [],
    neighbour: [],
    cohort: [],
    assignment: [],
    'sized-request': [],
    'clock-offset': [],
    syn: [],
  };
}

function append(observations: Others, observation: Exclude<Observation, Observation<'request'>>): void {
  const series: Observation[] = observations[observation.series];
  series.push(observation);
}

/** In place, equal instants in the order of the file; most series come sorted already. */
function sortByInstant(series: Observation[]): void {
  const sorted = series.every((item, index) => index === 0 || (series[index - 1]?.at ?? 0) <= item.at);
  if (!sorted) series.sort((a, b) => a.at - b.at);
}
