import type { Cohort, Scenario, Suite } from '../harness/model.ts';

const cohorts: Cohort[] = [2, 3, 53].flatMap((packets) =>
  [0, 1000, 4000].map((ageMs) => ({ packets, ageMs, count: 4 })),
);

const common = {
  topology: 'dr-pair',
  trialsPerFault: 1,
  phases: [0.5],
  probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
  throughputMs: 0,
} satisfies Partial<Scenario>;

/** The backup hears of a client up to 3 s after its first request (ip_vs_sync.c: 2 s until a buffer is flushed, 1 s until the thread looks), ms. */
const syncLagMs = 4_000;

const soundness = ['fault-confirmed', 'single-holder', 'request-outcomes', 'recording-whole', 'kernel-trouble'];

export const suite: Suite = {
  name: 'connections',
  summary: 'which established connections outlive a failover, the switch back, and the loss of their real server',
  scenarios: [
    {
      ...common,
      name: 'no-sync',
      summary: 'Without the sync daemon: which connections survive a change of the director?',
      faults: ['kill-director', 'pause-director'],
      checks: ['connection-survival', ...soundness],
      probe: { ...common.probe, cohorts },
    },
    {
      ...common,
      name: 'sync',
      summary: 'With lvs_sync_daemon: which survive the failover, and which the switch back too?',
      change: { syncDaemon: true },
      faults: ['kill-director', 'pause-director'],
      checks: ['connection-survival', ...soundness],
      probe: { ...common.probe, cohorts },
    },
    {
      ...common,
      name: 'persistence',
      summary: 'Does a client keep its real server when the director changes? Without the sync daemon.',
      change: { services: { persistenceTimeoutMs: 60_000 } },
      faults: ['kill-director'],
      checks: ['persistence-kept', ...soundness],
      warmUpMs: syncLagMs,
    },
    {
      ...common,
      name: 'persistence-sync',
      summary: 'The same with the sync daemon, where all clients of a /29 count as one.',
      change: { services: { persistenceTimeoutMs: 60_000, persistencePrefixLength: 29 }, syncDaemon: true },
      faults: ['kill-director'],
      checks: ['persistence-kept', ...soundness],
      warmUpMs: syncLagMs,
    },
    draining('removal-kernel-defaults', 'A real server is drained, then removed, under load: the kernel as it comes.', {
      'net.ipv4.vs.expire_nodest_conn': '0',
      'net.ipv4.vs.expire_quiescent_template': '0',
    }),
    draining('removal-expiring', 'The same with expire_nodest_conn and expire_quiescent_template.', {
      'net.ipv4.vs.expire_nodest_conn': '1',
      'net.ipv4.vs.expire_quiescent_template': '1',
    }),
  ],
};

function draining(name: string, summary: string, directorSysctls: { [name: string]: string }): Scenario {
  return {
    ...common,
    name,
    summary,
    change: { services: { persistenceTimeoutMs: 60_000 }, directorSysctls },
    faults: ['drain-real-server', 'remove-real-server'],
    checks: ['draining', 'table-matches', 'no-role-change', ...soundness],
    // They show sooner than long-lived connections what becomes of one whose real server is gone.
    probe: { ...common.probe, cohorts: [{ packets: 3, ageMs: 1000, count: 12 }] },
  };
}
