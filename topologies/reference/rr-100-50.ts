import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** The set-up of a tutorial that promises a failover in "about 10 s". Its "retry 3" are four attempts in all. */
export const topology: Topology = {
  ...drPair,
  name: 'reference/rr-100-50',
  summary: 'VRRP every second, priorities 100 and 50, rr, TCP_CHECK with a timeout of 3 s, retry 3 after 3 s',
  vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 1000, preempt: true, password: '1111' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'MASTER' },
    { name: 'director-2', address: '198.18.0.12', priority: 50, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 1 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1 },
  ],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'rr',
      forwardingMethod: 'DR',
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 6000,
        connectTimeoutMs: 3000,
        retries: 3,
        delayBeforeRetryMs: 3000,
      },
    },
  ],
};
