import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import { preparationMs } from '../load/agent/cohort-plan.ts';
import type { CohortValue, ProbeSettings } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { type RunningAgent, startAgentProbe } from './agent-probe.ts';
import type { TrialCompanion } from './companion.ts';
import type { Probe } from './probe.ts';

/** For the order to reach the agent, and for the agent to be late with it, ms. */
const orderMs = 500;
/** A try ends after 1.5 s, the last of a thousand begins 3 s after the first (harness/load/agent/cohorts.ts), ms. */
const triedDeadlineMs = 15_000;

/**
 * Connections of known ages, made before every fault so that they have their ages when it is due (those of the trial
 * before are reset), and tried under it and after healing: series `cohort`. `under` and `after` resolve when all outcomes
 * are recorded; they throw a `DrillError` when these do not come.
 */
export function cohorts(settings: ProbeSettings): Probe & Required<Omit<TrialCompanion, 'before'>> {
  const { cohorts: wanted = [] } = settings;
  const tried = { failover: 0, reversion: 0 };
  let agent: RunningAgent | undefined;

  const running = (): RunningAgent => {
    if (agent === undefined) throw new DrillError('The connections of known ages were never started.');
    return agent;
  };

  const tryAgain = async (stage: Exclude<CohortValue['stage'], 'made'>, signal: AbortSignal): Promise<void> => {
    const before = tried[stage];
    running().tell({ try: stage });
    await waitUntil(
      'every connection of known age has been tried',
      async () => {
        signal.throwIfAborted();
        return tried[stage] > before || !running().alive();
      },
      triedDeadlineMs,
      20,
    );
    if (tried[stage] === before) throw new DrillError('The agent that was to try the connections of known ages ended.');
  };

  return {
    name: 'cohorts',
    leadMs: preparationMs(wanted) + orderMs,
    async start({ cluster, record }) {
      const { client, node, service } = firstClient(cluster);
      const { vip, port } = service;
      const options = { vip, port, sources: sourcesOf(cluster.topology, client, service), cohorts: wanted };
      agent = await startAgentProbe(node, 'cohorts', options, record, {
        tried(line) {
          tried[line.tried] += 1;
        },
      });
      return agent;
    },
    async prepare(dueMs) {
      running().tell({ dueMs });
    },
    under: (_trial, signal) => tryAgain('failover', signal),
    after: (_trial, signal) => tryAgain('reversion', signal),
  };
}
