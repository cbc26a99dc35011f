import type { Metric } from '../../model.ts';

/** What is known of a metric before anything was measured. */
export interface MetricKind extends Pick<Metric, 'unit' | 'better'> {
  /** What its subjects are. */
  of: 'run' | 'fault' | 'fault on a service' | 'load' | 'service' | 'retirement';
  /** One sentence for the README and for messages. */
  summary: string;
  /** Its samples may be below 0. */
  signed?: true;
}

/**
 * Every metric that a run can have. Names carry the unit; counts of requests, connections and decisions are named for what
 * they count.
 */
export const metricCatalogue = {
  readyMs: {
    of: 'run',
    unit: 'ms',
    better: 'lower',
    summary: 'from starting to create the topology until it was seen to serve',
  },
  throughputPerSecond: {
    of: 'run',
    unit: '/s',
    better: 'higher',
    summary: 'requests per second of autocannon before the first fault, kept connections',
  },
  clockDifferenceMs: {
    of: 'run',
    unit: 'ms',
    better: 'lower',
    summary:
      'prober’s stamp of a packet against the capture’s of the same one, at the median: the harness, not the cluster',
  },
  failoverMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'clients without service, by RFC 6414’s time-stamp based method',
  },
  failoverExcessMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'failoverMs, less what VRRP’s timers take from the very instant at which the fault struck',
    signed: true,
  },
  detectionMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'last advert that the backup heard to its own first one',
  },
  detectionExcessMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'detectionMs, less the master-down interval or the skew time',
    signed: true,
  },
  switchMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'first advert of the new master to the first good answer',
    signed: true,
  },
  impaired: {
    of: 'fault',
    unit: 'requests',
    better: 'lower',
    summary: 'requests lost or late while the fault lasted',
  },
  lost: { of: 'fault', unit: 'requests', better: 'lower', summary: 'requests lost while the fault lasted' },
  connectionsLost: {
    of: 'fault',
    unit: 'connections',
    better: 'lower',
    summary: 'long-lived connections that did not survive the fault or its healing',
  },
  reversionMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'old master restored until it is MASTER again',
  },
  reversionImpaired: {
    of: 'fault',
    unit: 'requests',
    better: 'lower',
    summary: 'requests lost or late from healing to the end of the trial',
  },
  dualHolderMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'time with more than one holder of the VIP while the fault lasted',
  },
  latenessMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'how late the prober was at worst: the harness, not the cluster',
  },
  outageErrorMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'how far an outage of known length was measured from that by its last and first good answer',
  },
  outageLossErrorMs: {
    of: 'fault',
    unit: 'ms',
    better: 'lower',
    summary: 'the same by the number of impaired requests',
  },
  removalMs: {
    of: 'fault on a service',
    unit: 'ms',
    better: 'lower',
    summary: 'failed real server until its health checker had it out of the table',
  },
  returnMs: {
    of: 'fault on a service',
    unit: 'ms',
    better: 'lower',
    summary: 'real server restored until the table is whole again',
  },
  firstStalledBytes: {
    of: 'fault',
    unit: 'B',
    better: 'higher',
    summary: 'smallest request that stalled where the client does not hear of the path’s MTU',
  },
  requestsPerSecond: { of: 'load', unit: '/s', better: 'higher', summary: 'answered requests per second' },
  latencyP50Ms: { of: 'load', unit: 'ms', better: 'lower', summary: 'median latency' },
  latencyP99Ms: { of: 'load', unit: 'ms', better: 'lower', summary: 'latency that 99 of 100 answers keep' },
  engineCpuMsPerRequest: {
    of: 'load',
    unit: 'ms',
    better: 'lower',
    summary: 'processor time of the engine’s whole kernel for each answered request',
  },
  ratioToDirect: {
    of: 'load',
    unit: '× direct',
    better: 'higher',
    summary: 'requests per second over those of the direct path in the same round',
  },
  linkGain: {
    of: 'load',
    unit: '× NAT',
    better: 'higher',
    summary: 'requests per second over those of NAT in the same round, through limited links',
  },
  shareDeviationPercent: {
    of: 'service',
    unit: '%',
    better: 'lower',
    summary:
      'share of the connections that a real server got, against the predicted one: the largest difference, in points',
  },
  misplacedDecisions: {
    of: 'service',
    unit: 'connections',
    better: 'lower',
    summary: 'connections that went where the scheduler cannot have sent them',
  },
  movedPercent: {
    of: 'retirement',
    unit: '%',
    better: 'lower',
    summary: 'clients that got another real server when one was retired or came back',
  },
  collateralPercent: {
    of: 'retirement',
    unit: '%',
    better: 'lower',
    summary: 'clients that moved without need when a real server was retired or came back',
  },
} as const satisfies Record<string, MetricKind>;

/** Name of a metric that a run can have. */
export type MetricName = keyof typeof metricCatalogue;

/** All of them, in the order in which they are told. */
export const metricNames = Object.keys(metricCatalogue) as MetricName[];
