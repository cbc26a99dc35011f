import { type Arrival, inactiveTimeoutMs, type ScheduledService } from '../ipvs/schedulers/service.ts';
import { serversOf } from '../ipvs/services.ts';
import type { AssignmentValue, KernelMs, Observation, Recording, Topology, VirtualService } from '../model.ts';
import { serviceKey } from './destinations.ts';

/** A virtual service as its scheduler sees it. */
export function scheduledService(topology: Topology, service: VirtualService): ScheduledService {
  const servers = serversOf(service, topology);
  return {
    scheduler: service.scheduler,
    flags: service.schedulerFlags ?? [],
    addresses: Object.fromEntries(servers.map(({ name, address }) => [name, { address, port: service.port }])),
    ...(service.persistenceTimeoutMs === undefined
      ? {}
      : { persistencePrefixLength: service.persistencePrefixLength ?? 32 }),
  };
}

/** What a connection showed the scheduler. */
export function arrivalOf(
  { vip, port }: Pick<VirtualService, 'vip' | 'port'>,
  { source, sourcePort }: Pick<AssignmentValue, 'source' | 'sourcePort'>,
): Arrival {
  return { source, sourcePort, destination: vip, destinationPort: port };
}

/** What a reader calls the scheduler of a service, with its flags: `sh sh-fallback`. */
export function schedulerName({ scheduler, schedulerFlags = [], persistenceTimeoutMs }: VirtualService): string {
  return [scheduler, ...schedulerFlags, ...(persistenceTimeoutMs === undefined ? [] : ['persistent'])].join(' ');
}

/** The weights of a service's real servers in their order: `1:2:3:4`. */
export function weightsName(topology: Topology, service: VirtualService): string {
  return serversOf(service, topology)
    .map(({ weight }) => weight)
    .join(':');
}

/** Which connections of the closed-loop client are meant. */
export interface AssignmentKey {
  trial: number;
  /** Absent: of a balance trial. */
  stage?: AssignmentValue['stage'];
  service: Pick<VirtualService, 'vip' | 'port'>;
}

/** The connections of a trial, or of a stage of one, in the order of their numbers. */
export function assignmentsOf(
  recording: Recording,
  { trial, stage, service }: AssignmentKey,
): Observation<'assignment'>[] {
  const key = serviceKey(service);
  return recording
    .series('assignment')
    .filter(({ value }) => value.trial === trial && value.service === key && value.stage === stage)
    .sort((a, b) => a.value.connection - b.value.connection);
}

/**
 * The first connection whose address and port the kernel still knew from an earlier one to the same service: that one goes
 * where its forerunner went, and no scheduler is asked (`conn_reuse_mode`, MEASURING 4.3). Null: none.
 */
export function reusedPort(
  recording: Recording,
  own: readonly Observation<'assignment'>[],
): Observation<'assignment'> | null {
  const mine = new Set(own);
  const service = own[0]?.value.service;
  const closedMs = new Map<string, KernelMs>();
  for (const one of recording.series('assignment').toSorted((a, b) => a.at - b.at)) {
    if (one.value.service !== service) continue;
    const client = `${one.value.source}:${one.value.sourcePort}`;
    const beforeMs = closedMs.get(client);
    if (mine.has(one) && beforeMs !== undefined && one.at < beforeMs + inactiveTimeoutMs) return one;
    closedMs.set(client, one.value.closedAtMs);
  }
  return null;
}
