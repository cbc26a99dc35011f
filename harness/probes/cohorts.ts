import { DrillError } from '../errors.ts';
import { firstClient, sourcesOf } from '../first-client.ts';
import { preparationMs } from '../load/agent/cohort-plan.ts';
import type { CohortValue, KernelMs, ProbeSettings } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { type RunningAgent, startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** What a trial does with the connections of known ages. */
export interface CohortDriver {
  /** How long before the fault `prepare` must be called, at least, ms. */
  readonly leadMs: number;
  /**
   * Has all connections made so that they have their ages at `dueMs`; those of the trial before are reset. Resolves as
   * soon as that is ordered. Throws a `DrillError` when nobody is there to do it.
   */
  prepare(dueMs: KernelMs): Promise<void>;
  /**
   * Sends a request on each connection that is still alive. Resolves when all outcomes are recorded; throws a
   * `DrillError` when they do not come, and the signal's reason when that is aborted.
   */
  tryAgain(stage: Exclude<CohortValue['stage'], 'made'>, signal?: AbortSignal): Promise<void>;
}

/** For the order to reach the agent, and for the agent to be late with it, ms. */
const orderMs = 500;
/** A try ends after 1.5 s, the last of a thousand begins 3 s after the first (harness/load/agent/cohorts.ts), ms. */
const triedDeadlineMs = 15_000;

/** Connections of known ages, which the trial has made and tried: series `cohort`. */
export function cohorts(settings: ProbeSettings): Probe & CohortDriver {
  const { cohorts: wanted = [] } = settings;
  const tried = { failover: 0, reversion: 0 };
  let agent: RunningAgent | undefined;

  const running = (): RunningAgent => {
    if (agent === undefined) throw new DrillError('The connections of known ages were never started.');
    return agent;
  };

  return {
    name: 'cohorts',
    leadMs: preparationMs(wanted) + orderMs,
    async start({ cluster, record }) {
      const { client, node, service } = firstClient(cluster);
      const { vip, port } = service;
      const options = { vip, port, sources: sourcesOf(client), cohorts: wanted };
      agent = await startAgentProbe(node, 'cohorts', options, record, (line) => {
        tried[line.tried] += 1;
      });
      return agent;
    },
    async prepare(dueMs) {
      running().tell({ dueMs });
    },
    async tryAgain(stage, signal) {
      const before = tried[stage];
      running().tell({ try: stage });
      await waitUntil(
        'every connection of known age has been tried',
        async () => {
          signal?.throwIfAborted();
          return tried[stage] > before || !running().alive();
        },
        triedDeadlineMs,
        20,
      );
      if (tried[stage] === before)
        throw new DrillError('The agent that was to try the connections of known ages ended.');
    },
  };
}
