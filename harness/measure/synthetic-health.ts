import type {
  FaultFacts,
  KernelMs,
  Observation,
  Recording,
  RequestOutcome,
  Run,
  ServerFailure,
  Topology,
  TrialRecord,
  VirtualService,
} from '../model.ts';
import { type ServiceTable, serviceKey } from './destinations.ts';
import { configuredTable, differences, tableWithout } from './expected-table.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** A made-up trial of a real server's failure; by default one that goes as predicted. Times count from its effect, ms. */
export interface HealthTrial {
  target?: string;
  /** When the master's table loses the target; null: never. */
  removedAfterMs?: number | null;
  healAfterMs?: number;
  /** From the restoration on, 5 ms after healing begins; null: never. */
  returnedAfterMs?: number | null;
  /** Put back into the table although it is still down. */
  flapsAfterMs?: number;
  record?: Partial<TrialRecord>;
}

/** Options of a made-up run of the suite `health`. */
export interface HealthOptions {
  topology?: Partial<Topology>;
  /** Of every virtual service. */
  service?: Partial<VirtualService>;
  facts?: Partial<FaultFacts>;
  failure?: ServerFailure;
  trials?: HealthTrial[];
  run?: Partial<Run>;
  /** Which real server gets a request that came at `at`; by default those with a weight, in turn. */
  choose?(table: ServiceTable, at: KernelMs, turn: number): string | undefined;
  /** What becomes of a request, after all; undefined: what the table and the failure make of it. */
  outcome?(at: KernelMs): RequestOutcome | undefined;
}

/** The fault's effect in the n-th made-up trial of such a run. */
export function effectMs(index: number): KernelMs {
  return 100_000 + index * 30_000;
}

const pollMs = 20;
/** How wide the brackets of the effect and of the restoration are. */
const bracketMs = 2;

/** Tables, requests and connections of a run in which real servers fail, the same each time. Nothing has run. */
export function healthRecording(options: HealthOptions = {}): Recording {
  const base = syntheticTopology(options.topology);
  const virtualServices = base.virtualServices.map((one) => ({ ...one, ...options.service }));
  const topology = { ...base, virtualServices };
  const facts = factsOf(options);
  const plans = options.trials ?? [{}];
  const trials = plans.map((plan, index) => trialRecord(plan, facts, index));
  const start = 90_000;
  const vip = virtualServices[0]?.vip ?? '';
  const observations: Observation[] = topology.directors.map(({ name }, index) => ({
    series: 'vip-holder',
    at: start,
    node: name,
    value: { address: vip, held: index === 0 },
  }));
  for (const service of virtualServices) {
    const change = (table: Map<string, number | null>, at: KernelMs) => {
      for (const { name } of topology.directors) {
        for (const [realServer, weight] of table) {
          const previousMs = at === start ? at : at - pollMs;
          const value = { service: serviceKey(service), realServer, weight, previousMs };
          const counts = { activeConnections: 0, inactiveConnections: 0 };
          observations.push({ series: 'destination', at, node: name, value: { ...value, ...counts } });
        }
      }
    };
    const whole = configuredTable(topology, service);
    change(new Map(whole), start);
    trials.forEach((trial, index) => {
      const without = tableWithout(topology, service, trial.target.split(','));
      for (const { at, failed } of movesOf(plans[index] ?? {}, trial)) {
        change(failed ? differences(whole, without) : differences(without, whole), at);
      }
    });
  }
  const run = blankRun({ suite: 'health', topology, faults: [facts], trials, ...options.run });
  observations.push(...requestsOf(handMade(run, observations), plans, options, start));
  return handMade(run, observations);
}

function factsOf({ facts, failure = 'refused' }: HealthOptions): FaultFacts {
  return {
    name: 'stop-httpd',
    summary: 'httpd ends.',
    colour: '#1f77b4',
    aim: 'real-server',
    failure,
    detection: 'none',
    dataPath: 'none',
    reversion: 'restart',
    ...facts,
  };
}

function trialRecord(plan: HealthTrial, facts: FaultFacts, index: number): TrialRecord {
  const at = effectMs(index);
  const healStartedAtMs = at + (plan.healAfterMs ?? 5000);
  const restoredMs = healStartedAtMs + 5;
  const target = plan.target ?? `real-server-${(index % 3) + 1}`;
  return {
    index: index + 1,
    fault: facts.name,
    target,
    phase: 0,
    steadyAtMs: at - 2000,
    injectDueMs: at,
    effective: { earliestMs: at, latestMs: at + bracketMs },
    confirmation: { confirmed: true, evidence: `no httpd on ${target}` },
    healStartedAtMs,
    healedAtMs: restoredMs + 10,
    restored: { earliestMs: restoredMs, latestMs: restoredMs + bracketMs },
    endedAtMs: restoredMs + 6000,
    ...plan.record,
  };
}

/** When the master's table of a trial changes. */
function movesOf(plan: HealthTrial, trial: TrialRecord): { at: KernelMs; failed: boolean }[] {
  const from = trial.effective?.earliestMs ?? 0;
  const removedAfterMs = plan.removedAfterMs === undefined ? 1000 : plan.removedAfterMs;
  const returnedAfterMs = plan.returnedAfterMs === undefined ? 500 : plan.returnedAfterMs;
  if (removedAfterMs === null) return [];
  const moves = [{ at: from + removedAfterMs, failed: true }];
  if (plan.flapsAfterMs !== undefined) moves.push({ at: from + plan.flapsAfterMs, failed: false });
  else if (returnedAfterMs !== null)
    moves.push({ at: (trial.restored?.earliestMs ?? 0) + returnedAfterMs, failed: false });
  return moves;
}

function requestsOf(recording: Recording, plans: HealthTrial[], options: HealthOptions, start: KernelMs) {
  const { topology, probe, trials } = recording.run;
  const end = Math.max(...trials.map((trial) => trial.endedAtMs ?? effectMs(trial.index))) + 3000;
  const turns = new Map<string, number>();
  const made: Observation<'request'>[] = [];
  for (let k = 0, at = start; at < end; k += 1, at += probe.intervalMs) {
    const service = topology.virtualServices[k % topology.virtualServices.length];
    const source = topology.clients[0]?.sourceAddresses[k % 16] ?? '';
    if (service === undefined) continue;
    const trial = trials.findLast((one) => (one.effective?.earliestMs ?? 0) <= at);
    const down = trial !== undefined && at < (trial.restored?.earliestMs ?? 0) ? trial.target.split(',') : [];
    const removed = movesOf(plans[(trial?.index ?? 0) - 1] ?? {}, trial ?? trials[0] ?? never).findLast(
      (one) => trial !== undefined && one.at <= at,
    )?.failed;
    const failed = trial?.target.split(',') ?? [];
    const table = removed ? tableWithout(topology, service, failed) : configuredTable(topology, service);
    const turn = turns.get(serviceKey(service)) ?? 0;
    turns.set(serviceKey(service), turn + 1);
    const server = (options.choose ?? inTurn)(table, at, turn);
    const lost = server === undefined || down.includes(server);
    const outcome = options.outcome?.(at) ?? (lost ? outcomeOf(recording.run.faults[0]?.failure) : 'ok');
    made.push({
      series: 'request',
      at,
      node: 'client-1',
      value: {
        outcome: server === undefined ? 'refused' : outcome,
        service: serviceKey(service),
        source,
        lateMs: 0.1,
        latencyMs: outcome.includes('timeout') ? probe.deadlineMs : 2,
        realServer: outcome === 'ok' ? (server ?? null) : null,
      },
    });
  }
  return made;
}

const never = trialRecord({}, factsOf({}), 0);

function inTurn(table: ServiceTable, _at: KernelMs, turn: number): string | undefined {
  const names = [...table].filter(([, weight]) => weight > 0).map(([name]) => name);
  return names[turn % names.length];
}

function outcomeOf(failure: ServerFailure | undefined): RequestOutcome {
  const outcomes = {
    refused: 'refused',
    silent: 'connect-timeout',
    unreachable: 'connect-timeout',
    hang: 'response-timeout',
    'error-status': 'wrong-answer',
    'wrong-content': 'ok',
  } as const;
  return outcomes[failure ?? 'refused'];
}
