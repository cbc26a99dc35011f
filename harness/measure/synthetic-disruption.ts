import { sourcesOf } from '../inside.ts';
import { simulate } from '../ipvs/schedulers/simulate.ts';
import type {
  FaultFacts,
  KernelMs,
  ListedServer,
  Observation,
  Recording,
  Retirement,
  Run,
  TrialRecord,
  TrialStage,
  VirtualService,
} from '../model.ts';
import { serviceKey } from './destinations.ts';
import { arrivalOf, scheduledService } from './scheduled.ts';
import { quietFault, trialAt } from './scripted-run.ts';
import { balanceTopology, type Choice, fateOf, kernelList, steadyCluster } from './synthetic-balance.ts';
import { blankRun, handMade } from './synthetic-run.ts';

/** One connection of one client address in a stage, and whom it is to get by the kernel's list. */
export interface StageTurn {
  service: VirtualService;
  stage: TrialStage;
  source: string;
  expected: string | null;
}

/** Options of a made-up run in which real-server-2 is retired and returned; the defaults go as predicted. */
export interface DisruptionOptions {
  services?: Partial<VirtualService>[];
  retirement?: Retirement;
  sources?: number;
  choose?(turn: StageTurn): Choice;
  /** Client addresses that do not connect in a stage. */
  silent?(stage: TrialStage, source: string): boolean;
  trial?: Partial<TrialRecord>;
  observations?: Observation[];
  run?: Partial<Run>;
}

const target = 'real-server-2';
const startMs: Record<TrialStage, KernelMs> = { before: 9_000, under: 12_000, after: 17_000 };

/** Mappings before, under and after a removal or a draining of real-server-2, as the client and the lists show them. */
export function disruptionRecording(options: DisruptionOptions = {}): Recording {
  const retirement = options.retirement ?? 'removal';
  const topology = balanceTopology(options.services ?? [{ scheduler: 'mh' }], options.sources ?? 64);
  const services = topology.virtualServices.filter(({ untouched }) => untouched === true);
  const stages = (['before', 'under', 'after'] as const).map((stage) => ({ stage, atMs: startMs[stage] }));
  const listOf = (service: VirtualService, stage: TrialStage) =>
    listIn(kernelList(service, topology), stage, retirement);

  const observations = stages.flatMap(({ stage, atMs }) =>
    services.flatMap((service) => {
      const before = kernelList(service, topology);
      const sources = topology.clients.flatMap((client) => sourcesOf(topology, client, service));
      const weights = Object.fromEntries(before.map(({ realServer, weight }) => [realServer, weight]));
      const simulation = simulate(scheduledService(topology, service), listOf(service, stage), {
        lastWeights: weights,
      });
      return sources.flatMap((source, connection): Observation[] => {
        if (options.silent?.(stage, source) === true) return [];
        const sourcePort = 20_000 + stages.findIndex((one) => one.stage === stage) * 1000 + connection;
        const expected = simulation.next(arrivalOf(service, { source, sourcePort }));
        const choice = options.choose?.({ service, stage, source, expected }) ?? expected;
        const at = atMs + 10 + connection;
        const place = { trial: 1, stage, service: serviceKey(service), connection, source, sourcePort };
        const value = { ...place, ...fateOf(choice, 1), latencyMs: 1.5, closedAtMs: at + 2 };
        return [{ series: 'assignment', at, node: 'client-1', value }];
      });
    }),
  );
  const lists = stages.flatMap(({ stage, atMs }) =>
    services.map((service) => ({ stage, atMs, service: serviceKey(service), list: listOf(service, stage) })),
  );
  const facts = retirementFacts(retirement);
  const trial = trialAt(facts.name, { target, lists, ...options.trial });
  const run = blankRun({ suite: 'schedulers', topology, faults: [facts], trials: [trial], ...options.run });
  return handMade(run, [...steadyCluster(topology, 20_000), ...observations, ...(options.observations ?? [])]);
}

/** The facts of removing or draining a real server. */
export function retirementFacts(retirement: Retirement): FaultFacts {
  const name = retirement === 'removal' ? 'remove-real-server' : 'drain-real-server';
  return quietFault(name, { aim: 'real-server', retirement });
}

/** What returns to the table is added anew, at the head of the list. */
function listIn(list: readonly ListedServer[], stage: TrialStage, retirement: Retirement): ListedServer[] {
  const others = list.filter(({ realServer }) => realServer !== target);
  const own = list.filter(({ realServer }) => realServer === target);
  if (stage === 'before') return [...list];
  if (retirement === 'drain')
    return list.map((one) => (one.realServer === target && stage === 'under' ? { ...one, weight: 0 } : one));
  return stage === 'under' ? others : [...own, ...others];
}
