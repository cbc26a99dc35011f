import type { Statement } from '../ipvs/schedulers/service.ts';
import { simulate } from '../ipvs/schedulers/simulate.ts';
import type { BalanceTrial, Observation, Recording, Scheduler, Traffic, VirtualService } from '../model.ts';
import { serviceKey } from './destinations.ts';
import { arrivalOf, assignmentsOf, rememberedMs, scheduledService } from './scheduled.ts';

/** They look at nothing but their own place in the list. */
const byTurn: readonly Scheduler[] = ['rr', 'wrr'];
/** They look at addresses and weights, or at weights alone: when and in what order connections come is nothing to them. */
const timeless: readonly Scheduler[] = ['sh', 'dh', 'mh', 'fo'];
/** Each connection was begun when the one before had been answered, so that nothing was open that the client does not know. */
const oneByOne: readonly Traffic[] = ['sequential', 'held'];

/** What can be predicted of a service's connections under a traffic. */
export function statementOf({ scheduler, persistenceTimeoutMs }: VirtualService, traffic: Traffic): Statement {
  if (scheduler === 'twos') return 'chance';
  if (timeless.includes(scheduler)) return 'mapping';
  if (oneByOne.includes(traffic)) return 'sequence';
  return byTurn.includes(scheduler) && persistenceTimeoutMs === undefined ? 'counts' : 'bounds';
}

/**
 * The real server of each connection of a trial (null: refused), from the list that the kernel had just before, what the
 * scheduler saw in earlier trials of the service, and when the client closed each connection. Exact where `statementOf`
 * says `sequence` or `mapping`; where it says `counts`, in another order.
 */
export function replay(
  recording: Recording,
  trial: BalanceTrial,
  service: VirtualService,
  connections: readonly Observation<'assignment'>[],
): (string | null)[] {
  const { topology, balanceTrials = [] } = recording.run;
  const earlier = balanceTrials
    .filter((one) => one.service === serviceKey(service) && one.index < trial.index)
    .flatMap((one) => assignmentsOf(recording, { trial: one.index, service }))
    .flatMap(({ value }) =>
      value.realServer === null ? [] : [{ realServer: value.realServer, destination: service.vip }],
    );
  const simulation = simulate(scheduledService(topology, service), trial.list, { earlier });
  const pending: { atMs: number; realServer: string; becomes: 'closed' | 'expired' }[] = [];
  return connections.map(({ at, value }) => {
    for (const due of pending.filter(({ atMs }) => atMs <= at).sort((a, b) => a.atMs - b.atMs)) {
      simulation[due.becomes](due.realServer);
      pending.splice(pending.indexOf(due), 1);
    }
    const realServer = simulation.next(arrivalOf(service, value));
    if (realServer !== null)
      pending.push(
        { atMs: value.closedAtMs, realServer, becomes: 'closed' },
        { atMs: value.closedAtMs + rememberedMs, realServer, becomes: 'expired' },
      );
    return realServer;
  });
}
