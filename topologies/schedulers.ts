import type { HealthCheck, Scheduler, Topology, VirtualService } from '../harness/model.ts';

/** 256 of them with the client's own: hash schedulers have 256 buckets, or 4093 (ip_vs_sh.c, ip_vs_dh.c, ip_vs_mh.c). */
const sourceAddresses = Array.from({ length: 255 }, (_, index) => `198.18.1.${1 + index}`);

/**
 * Far apart: several hundred checkers must not be felt by what is measured. keepalived has every real server in the table
 * from the start, whatever its checker will find.
 */
const healthCheck: HealthCheck = {
  type: 'TCP_CHECK',
  delayLoopMs: 60_000,
  connectTimeoutMs: 3000,
  retries: 3,
  delayBeforeRetryMs: 1000,
};

/** Of the four real servers in their order; each in its own place, and so on a port of its own. */
const weightings: { name: string; weights: (number | null)[] }[] = [
  { name: '1:1:1', weights: [1, 1, 1, null] },
  { name: '60:40', weights: [60, 40, null, null] },
  { name: '1:2:3:4', weights: [1, 2, 3, 4] },
  { name: '100:50:25:25', weights: [100, 50, 25, 25] },
  { name: '1:1:1:0', weights: [1, 1, 1, 0] },
];

const schedulers: Scheduler[] = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'lblcr',
  'dh',
  'sh',
  'sed',
  'nq',
  'fo',
  'ovf',
  'mh',
  'twos',
];

/** dh looks at nothing but the VIP: with one all goes to one real server, so that it gets three more. */
const moreVipsOfDh = 3;

const service = { forwardingMethod: 'DR', healthCheck } as const;

const untouched: VirtualService[] = [
  ...schedulers.flatMap((scheduler, place) =>
    weightings.map(({ name, weights }, portPlace) => ({
      ...service,
      label: `${scheduler} ${name}`,
      vip: `198.18.0.${101 + place}`,
      port: 80 + portPlace,
      scheduler,
      weights,
      untouched: true as const,
    })),
  ),
  ...Array.from({ length: moreVipsOfDh }, (_, index) => ({
    ...service,
    label: `dh 1:2:3:4, VIP ${2 + index}`,
    vip: `198.18.0.${101 + schedulers.length + index}`,
    port: 82,
    scheduler: 'dh' as const,
    weights: [1, 2, 3, 4],
    untouched: true as const,
  })),
];

/** Every scheduler with every weighting, each in a virtual service that nobody has asked before. */
export const topology: Topology = {
  name: 'schedulers',
  summary: 'every scheduler with five sets of weights, four real servers by direct routing, a client of 256 addresses',
  subnet: '198.18.0.0/22',
  vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 1000, preempt: true, password: 'drill' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'BACKUP' },
    { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
  ],
  // A scheduler that has nobody to choose refuses the connection by ICMP, of which the kernel sends but few without this.
  directorSysctls: { 'net.ipv4.icmp_ratemask': '0' },
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 1 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1 },
    { name: 'real-server-3', address: '198.18.0.23', weight: 1 },
    { name: 'real-server-4', address: '198.18.0.24', weight: 1 },
  ],
  clients: [{ name: 'client-1', address: '198.18.0.31', sourceAddresses }],
  virtualServices: [{ ...service, label: 'ready', vip: '198.18.0.101', port: 89, scheduler: 'rr' }, ...untouched],
};
