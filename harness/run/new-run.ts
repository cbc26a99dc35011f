import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { Cluster } from '../cluster/interface.ts';
import type { Fault } from '../faults/fault.ts';
import { nothingFoundYet } from '../measure/not-yet.ts';
import type { EngineFacts, HarnessMachine, Run, Skipped } from '../model.ts';
import type { RunPlan } from './plan.ts';
import { askedOf } from './threshold-plan.ts';
import { directorSysctls, gatherVersions } from './versions.ts';

/** Letters and digits, unique enough to tell runs on one engine apart. */
export function newRunId(): string {
  return randomBytes(5).toString('hex');
}

/** The record of a run that has just begun, with everything that can be asked of the cluster before it serves. */
export async function newRun(options: {
  id: string;
  plan: RunPlan;
  faults: Fault[];
  startedAt: Date;
  command: string;
  lvsDrillVersion: string;
  engine: Pick<EngineFacts, 'kind' | 'reason'>;
  machine: HarnessMachine;
  docker: Dockerode;
  cluster: Cluster;
  skipped: Skipped[];
}): Promise<Run> {
  const { plan, engine, docker, cluster } = options;
  const [info, versions, sysctls] = await Promise.all([
    docker.info() as Promise<{ NCPU: number; MemTotal: number }>,
    gatherVersions(cluster, docker, options.lvsDrillVersion),
    directorSysctls(cluster),
  ]);
  return {
    schema: 1,
    id: options.id,
    suite: plan.suite,
    scenario: { name: plan.scenario.name, summary: plan.scenario.summary },
    status: 'running',
    startedAt: options.startedAt.toISOString(),
    endedAt: null,
    command: options.command,
    seed: plan.seed,
    trialsPerFault: plan.trialsPerFault,
    plannedTrials: plan.trials.length + plan.loads.length + plan.balanceTrials.length,
    engine: { kind: engine.kind, reason: engine.reason, cpus: info.NCPU, memoryBytes: info.MemTotal },
    machine: options.machine,
    versions,
    sysctls,
    topology: plan.topology,
    probe: plan.probe,
    faults: options.faults.map((fault) => fault.facts),
    ...askedOf(plan),
    trials: [],
    ...(plan.comparison === undefined ? {} : { comparison: plan.comparison, loadTrials: [] }),
    ...(plan.scenario.balance === undefined ? {} : { balanceTrials: [] }),
    ...(options.skipped.length === 0 ? {} : { skipped: options.skipped }),
    ...nothingFoundYet(),
  };
}
