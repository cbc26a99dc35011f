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
  'probe',
  'connections',
  'cohorts',
  'sizes',
  'destinations',
  'wire',
  'hand',
]);

/** What to run in a client's container, or the hand's, for one command of the agent (Dockerfile.client says where it is). */
export function agentArgv<C extends keyof AgentCommands>(command: C, options: AgentCommands[C]): string[] {
  const argv = ['node', '/opt/lvs-drill/agent.cjs', command, JSON.stringify(options)];
  return observers.has(command) ? [...ahead, ...argv] : argv;
}
