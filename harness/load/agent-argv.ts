import type {
  CohortsOptions,
  ConnectionsOptions,
  DestinationsOptions,
  HandOptions,
  LoadOptions,
  LoadsOptions,
  ProbeOptions,
  SizesOptions,
  TrafficOptions,
  WireOptions,
} from './agent/protocol.ts';

/** The agent's commands and what each of them takes. */
export interface AgentCommands {
  probe: ProbeOptions;
  connections: ConnectionsOptions;
  cohorts: CohortsOptions;
  traffic: TrafficOptions;
  sizes: SizesOptions;
  destinations: DestinationsOptions;
  wire: WireOptions;
  hand: HandOptions;
  load: LoadOptions;
  loads: LoadsOptions;
}

/** What measures, and what acts at an instant, must not queue behind anything: these commands go before all other processes. */
const ahead = ['nice', '-n', '-20'];
const observers: ReadonlySet<keyof AgentCommands> = new Set([
  'connections',
  'cohorts',
  'sizes',
  'destinations',
  'wire',
  'hand',
]);

/**
 * The prober sends at an instant, and not when whoever has the processor is done with it: in a lab whose only processor
 * was busy, requests were sent up to 280 ms late (99 %) from `nice`, 7 ms from the realtime class SCHED_RR. 1 is its lowest
 * priority: keepalived's own (`vrrp_rt_priority`) goes before. An engine that forbids it leaves the prober as far ahead as
 * the others.
 */
const onTime = [
  'sh',
  '-c',
  'chrt --rr 1 true 2> /dev/null && exec chrt --rr 1 "$@"; exec nice -n -20 "$@"',
  'lvs-drill-prober',
];

/** What to run in a client's container, or the hand's, for one command of the agent (Dockerfile.client says where it is). */
export function agentArgv<C extends keyof AgentCommands>(command: C, options: AgentCommands[C]): string[] {
  const argv = ['node', '/opt/lvs-drill/agent.cjs', command, JSON.stringify(options)];
  if (command === 'probe') return [...onTime, ...argv];
  return observers.has(command) ? [...ahead, ...argv] : argv;
}
