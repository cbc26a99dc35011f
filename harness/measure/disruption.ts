import { type MovedClients, movedClients } from '../ipvs/schedulers/moved-clients.ts';
import { untouchedServices } from '../ipvs/services.ts';
import type { FaultFacts, Recording, Run, TrialRecord, TrialStage, VirtualService } from '../model.ts';
import { once } from '../stats/once.ts';
import { type ClientPlace, mappingOf, type StageMapping } from './mapping.ts';
import { hashesClients } from './request-share.ts';
import { factsOf } from './vrrp-faults.ts';

/** What happened to a real server: `returned-removed` came back into the table, `returned-drained` got its weight again. */
export type DisruptionEvent = 'removed' | 'drained' | 'returned-removed' | 'returned-drained';

/** What happened to the real server, in words. */
export const disruptionWords: Record<DisruptionEvent, string> = {
  removed: 'removed',
  drained: 'drained',
  'returned-removed': 'returned after removal',
  'returned-drained': 'returned after draining',
};

/** What a judgement on this event of this service is called: `mh: removed`. */
export function disruptionSubject(service: string, event: DisruptionEvent): string {
  return `${service}: ${disruptionWords[event]}`;
}

/** What became of the clients from one stage to the next. */
export interface Upheaval extends MovedClients {
  /** Of an event that should undo another: share not where it was before the fault, 0..1; null for the others. */
  displaced: number | null;
}

/** A client that did not get the real server that its scheduler's table says. */
export interface WrongPlace extends ClientPlace {
  stage: TrialStage;
  client: string;
}

/** One real server leaving a service, or coming back, and what its clients felt. */
export interface Disruption {
  service: VirtualService;
  trial: TrialRecord;
  event: DisruptionEvent;
  /** Why the mapping is not known in one of the two stages; null when it is. */
  doubt: { stage: TrialStage; why: string } | null;
  measured: Upheaval;
  predicted: Upheaval;
  wrong: WrongPlace[];
}

/** The services whose clients' mapping is asked about: of those only the address decides, at any time. */
export function mappedServices({ topology }: Pick<Run, 'topology'>): VirtualService[] {
  return untouchedServices(topology).filter(hashesClients);
}

/** What the fault does, and then its healing; none for one that retires no real server. */
export function eventsOf({ retirement }: FaultFacts): readonly DisruptionEvent[] {
  if (retirement === undefined) return [];
  return retirement === 'removal' ? ['removed', 'returned-removed'] : ['drained', 'returned-drained'];
}

const order: readonly DisruptionEvent[] = ['removed', 'returned-removed', 'drained', 'returned-drained'];

/** Every disruption of the run: by event, then by service, then by trial. */
export const disruptionsIn = once((recording: Recording): Disruption[] => {
  const { run } = recording;
  const all = mappedServices(run).flatMap((service) =>
    run.trials.flatMap((trial) => {
      const facts = factsOf(run, trial);
      return facts === undefined ? [] : disruptionsOf(recording, facts, trial, service);
    }),
  );
  return order.flatMap((event) => all.filter((one) => one.event === event));
});

/** The disruption of a service by the events of a trial's fault. */
function disruptionsOf(
  recording: Recording,
  facts: FaultFacts,
  trial: TrialRecord,
  service: VirtualService,
): Disruption[] {
  const [before, under, after] = mappingOf(recording, trial, service);
  if (before === undefined || under === undefined || after === undefined) return [];
  return eventsOf(facts).map((event, index) => {
    const [from, to] = index === 0 ? [before, under] : [under, after];
    const returned = index === 1;
    const how = returned ? 'returned' : facts.retirement === 'drain' ? 'drained' : 'removed';
    const upheaval = (of: (place: ClientPlace) => string | null): Upheaval => ({
      ...(movedClients(placesOf(from, of), placesOf(to, of), { realServer: trial.target, how }) ?? nobody),
      displaced: returned ? displacedShare(placesOf(before, of), placesOf(after, of)) : null,
    });
    return {
      service,
      trial,
      event,
      doubt: doubtIn(from) ?? doubtIn(to),
      measured: upheaval(({ got }) => got),
      predicted: upheaval(({ expected }) => expected),
      // What was wrong before the fault already is told with the first event.
      wrong: [...(returned ? [] : wrongIn(from)), ...wrongIn(to)],
    };
  });
}

function doubtIn({ stage, doubt }: StageMapping): Disruption['doubt'] {
  return doubt === null ? null : { stage, why: doubt };
}

function placesOf({ clients }: StageMapping, of: (place: ClientPlace) => string | null): Map<string, string | null> {
  return new Map([...clients].map(([client, place]) => [client, of(place)]));
}

const nobody: MovedClients = { clients: 0, moved: 0, needed: 0, collateral: 0, refused: 0, refusedWithoutNeed: 0 };

function displacedShare(from: ReadonlyMap<string, string | null>, to: ReadonlyMap<string, string | null>): number {
  const displaced = [...from].filter(([client, had]) => to.get(client) !== had).length;
  return displaced / Math.max(1, from.size);
}

function wrongIn({ stage, clients }: StageMapping): WrongPlace[] {
  return [...clients]
    .filter(([, { got, expected }]) => got !== expected)
    .map(([client, place]) => ({ stage, client, ...place }));
}
