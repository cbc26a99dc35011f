import type { Topology } from '../harness/model.ts';

/** The pair of directors that most LVS clusters have: direct routing, one segment, three equal real servers. */
export const topology: Topology = {
  name: 'dr-pair',
  summary: 'two directors (VRRP version 2, preemption), three real servers by direct routing, one client',
  subnet: '198.18.0.0/24',
  vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 1000, preempt: true, password: 'drill' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'BACKUP' },
    { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 1 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1 },
    { name: 'real-server-3', address: '198.18.0.23', weight: 1 },
  ],
  clients: [
    {
      name: 'client-1',
      address: '198.18.0.31',
      sourceAddresses: Array.from({ length: 16 }, (_, index) => `198.18.0.${41 + index}`),
    },
  ],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'rr',
      forwardingMethod: 'DR',
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 2000,
        connectTimeoutMs: 1500,
        retries: 2,
        delayBeforeRetryMs: 1000,
      },
    },
  ],
};
