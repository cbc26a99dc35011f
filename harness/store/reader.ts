import { messageOf, usageError } from '../errors.ts';
import type { Observation, Recording, Run, SeriesName } from '../model.ts';
import { eachLine, type Line } from './lines.ts';
import { observationSchema } from './observation-schema.ts';
import { readRunJson } from './read-run-json.ts';
import { findRunFolder } from './run-folder.ts';

/**
 * Reads a run back from its folder: run.json checked against its schema, the observations grouped by series and
 * in the order of their instants. A last line that was cut short by a kill -9 is left out with a warning in the
 * run; anything else that is wrong throws a `DrillError` with exit code 64 naming file, line and mistake.
 */
export async function readRun(given: string): Promise<Recording> {
  const folder = await findRunFolder(given);
  const run = await readRunJson(folder);
  const { observations, warning } = await readObservations(folder.observations);
  const known = warning === null || run.warnings.includes(warning);
  return recordingOf(known ? run : { ...run, warnings: [...run.warnings, warning] }, observations);
}

/** The observations of a run, by series. */
type BySeries = { [S in SeriesName]: Observation<S>[] };

function recordingOf(run: Run, bySeries: BySeries): Recording {
  return { run, series: (name) => bySeries[name] };
}

async function readObservations(path: string): Promise<{ observations: BySeries; warning: string | null }> {
  const observations = noObservations();
  const intern = internTable();
  let warning: string | null = null;
  const take = (line: Line): void => {
    const observation = parsedObservation(line, path);
    if (typeof observation === 'string') {
      warning = `observations.ndjson ends in the middle of line ${line.number}, which is left out: the harness was killed while it recorded.`;
      return;
    }
    append(observations, interned(observation, intern));
  };
  try {
    await eachLine(path, take);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, 'Name a folder that holds the whole run.');
  }
  for (const series of Object.values(observations)) sortByInstant(series);
  return { observations, warning };
}

/** What is wrong, for a line that was cut short; throws for one that was not. */
function parsedObservation(line: Line, path: string): Observation | string {
  let problem: string;
  try {
    const result = observationSchema.safeParse(JSON.parse(line.text));
    if (result.success) return result.data;
    problem = result.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ');
  } catch (error) {
    problem = messageOf(error);
  }
  if (!line.complete) return problem;
  throw usageError(
    `${path}, line ${line.number}: no observation (${problem}).`,
    'Restore the file from a copy, or name another run folder.',
  );
}

/** Every series, empty. */
function noObservations(): BySeries {
  return {
    request: [],
    connection: [],
    advert: [],
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
  };
}

function append(observations: BySeries, observation: Observation): void {
  const series: Observation[] = observations[observation.series];
  series.push(observation);
}

/** One copy of each repeated string: a million requests name twenty addresses. */
function internTable(): (text: string) => string {
  const table = new Map<string, string>();
  return (text) => {
    const known = table.get(text);
    if (known !== undefined) return known;
    table.set(text, text);
    return text;
  };
}

function interned(observation: Observation, intern: (text: string) => string): Observation {
  observation.node = intern(observation.node);
  if (observation.series === 'request' || observation.series === 'connection') {
    const { value } = observation;
    value.source = intern(value.source);
    if ('service' in value) value.service = intern(value.service);
    if (value.realServer !== null) value.realServer = intern(value.realServer);
  }
  return observation;
}

/** In place, equal instants in the order of the file; most series come sorted already. */
function sortByInstant(series: Observation[]): void {
  const sorted = series.every((item, index) => index === 0 || (series[index - 1]?.at ?? 0) <= item.at);
  if (!sorted) series.sort((a, b) => a.at - b.at);
}
