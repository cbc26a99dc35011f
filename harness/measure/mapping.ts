import { sourcesOf } from '../inside.ts';
import { predictedMapping } from '../ipvs/schedulers/moved-clients.ts';
import type {
  KernelMs,
  ListReading,
  Observation,
  Recording,
  TrialRecord,
  TrialStage,
  VirtualService,
} from '../model.ts';
import { largest, smallest } from '../stats/extremes.ts';
import { serviceKey } from './destinations.ts';
import { balancerDoubt } from './role-changes.ts';
import { arrivalOf, assignmentsOf, reusedPort, scheduledService } from './scheduled.ts';

/** Which real server a client address got in a stage, and which it was to get; null: refused. */
export interface ClientPlace {
  got: string | null;
  expected: string | null;
}

/** Where each of the client's addresses went in a stage of a fault's trial. */
export interface StageMapping {
  stage: TrialStage;
  /** Why it is not the whole mapping under one director with one table; null when it is. */
  doubt: string | null;
  /** By source address. */
  clients: Map<string, ClientPlace>;
}

const stages: readonly TrialStage[] = ['before', 'under', 'after'];

/**
 * The mapping of a service whose scheduler hashes addresses, stage by stage, beside what follows from the list that was
 * read of the kernel in that stage. A real server that has weight 0 keeps its part in the table of mh by the weight it had
 * in the stage before.
 */
export function mappingOf(recording: Recording, trial: TrialRecord, service: VirtualService): StageMapping[] {
  const readings = stages.map((stage) => readingIn(trial, stage, service));
  return stages.map((stage, index) => {
    const own = assignmentsOf(recording, { trial: trial.index, stage, service });
    const reading = readings[index];
    const expected = predictedMapping(
      scheduledService(recording.run.topology, service),
      reading?.list ?? [],
      own.map(({ value }) => arrivalOf(service, value)),
      { lastWeights: lastWeights(readings.slice(0, index + 1)) },
    );
    return {
      stage,
      doubt: doubtOfStage(recording, service, own, reading),
      clients: new Map(
        own.map(({ value }) => [value.source, { got: value.realServer, expected: expected.get(value.source) ?? null }]),
      ),
    };
  });
}

function readingIn(trial: TrialRecord, stage: TrialStage, service: VirtualService): ListReading | undefined {
  return trial.lists?.find((one) => one.stage === stage && one.service === serviceKey(service));
}

/** Of each real server the last weight that was not 0. */
function lastWeights(readings: readonly (ListReading | undefined)[]): { [realServer: string]: number } {
  const weights: { [realServer: string]: number } = {};
  for (const reading of readings) {
    for (const { realServer, weight } of reading?.list ?? []) if (weight > 0) weights[realServer] = weight;
  }
  return weights;
}

function doubtOfStage(
  recording: Recording,
  service: VirtualService,
  own: readonly Observation<'assignment'>[],
  reading: ListReading | undefined,
): string | null {
  if (reading === undefined) return 'the list of its real servers was not read';
  const { topology } = recording.run;
  // Only the first client asks.
  const sources = topology.clients.slice(0, 1).flatMap((client) => sourcesOf(topology, client, service));
  const seen = new Set(own.map(({ value }) => value.source));
  const missing = sources.filter((source) => !seen.has(source));
  if (missing.length > 0) return `${missing.length} of ${sources.length} client addresses did not connect`;
  const lost = own.filter(({ value }) => value.outcome !== 'ok' && value.outcome !== 'refused');
  const [first] = lost;
  if (first !== undefined)
    return `${lost.length} of ${own.length} connections got no answer (${first.value.source}: ${first.value.outcome})`;
  const again = reusedPort(recording, own);
  if (again !== null)
    return `port ${again.value.sourcePort} of ${again.value.source} came again while the kernel remembered it`;
  return balancerDoubt(recording, serviceKey(service), windowOf(own, reading));
}

function windowOf(
  own: readonly Observation<'assignment'>[],
  { atMs }: ListReading,
): { fromMs: KernelMs; toMs: KernelMs } {
  const begun = own.map(({ at }) => at);
  const ended = own.map(({ at, value }) => at + value.latencyMs);
  return { fromMs: Math.min(atMs, smallest(begun)), toMs: Math.max(atMs, largest(ended)) };
}
