import type { KernelMs, Observation, RequestOutcome } from '../model.ts';
import type { Disturbance, Timeline } from './synthetic-trial.ts';

/** Every due request of a made-up run, in the order in which they were finished, as the prober writes them. */
export function syntheticRequests(timeline: Timeline, startMs: KernelMs): Observation<'request'>[] {
  const { probe, topology, random } = timeline;
  const client = topology.clients[0];
  if (client === undefined) return [];
  const requests: Observation<'request'>[] = [];
  for (let k = 0; startMs + k * probe.intervalMs < timeline.nowMs; k += 1) {
    const at = startMs + k * probe.intervalMs;
    const effect = effectAt(timeline.disturbances, at);
    if (effect !== undefined && 'dropped' in effect) continue;
    const late = effect !== undefined && 'lateMs' in effect ? effect.lateMs : 0;
    const lateMs = late + random() * 0.3;
    const answered = lateMs + 1 + random() * 1.5;
    const outcome: RequestOutcome = effect !== undefined && 'outcome' in effect ? effect.outcome : 'ok';
    const delayed = effect !== undefined && 'delayedUntilMs' in effect ? effect.delayedUntilMs - at : 0;
    const givenUp = outcome === 'connect-timeout' ? probe.deadlineMs : 0;
    const realServer = topology.realServers[k % topology.realServers.length]?.name ?? null;
    requests.push({
      series: 'request',
      at,
      node: client.name,
      value: {
        outcome,
        service: `${topology.virtualServices[0]?.vip}:${topology.virtualServices[0]?.port}`,
        source: client.sourceAddresses[k % client.sourceAddresses.length] ?? client.address,
        lateMs,
        latencyMs: Math.max(answered + delayed, givenUp),
        realServer: outcome === 'ok' ? realServer : null,
      },
    });
  }
  return requests.sort((a, b) => a.at + a.value.latencyMs - (b.at + b.value.latencyMs));
}

function effectAt(disturbances: Disturbance[], at: KernelMs): Disturbance['effect'] | undefined {
  return disturbances.findLast((one) => at >= one.fromMs && at < one.toMs)?.effect;
}
