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

/**
 * What held the prober up in the lab, where 99 % of 500 requests a second were up to 44 ms late, and 0.7 ms with these:
 * memory that V8 touches for the first time costs a page fault of two kernels, so its young space stays at 1 MiB; and its
 * threads inherit the prober's realtime class and ran before it for as long as they had work, so none collects or optimizes.
 */
const undisturbed = [
  '--single-threaded-gc',
  '--min-semi-space-size=1',
  '--max-semi-space-size=1',
  '--initial-heap-size=64',
  '--no-opt',
  '--always-sparkplug',
];

/** What to run in a client's container, or the hand's, for one command of the agent (Dockerfile.client says where it is). */
export function agentArgv<C extends keyof AgentCommands>(command: C, options: AgentCommands[C]): string[] {
  const agent = ['/opt/lvs-drill/agent.cjs', command, JSON.stringify(options)];
  if (command === 'probe') return [...onTime, 'node', ...undisturbed, ...agent];
  return [...(observers.has(command) ? ahead : []), 'node', ...agent];
}
