import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** A tutorial's pair of unequal real servers. "3 tries" are the first attempt and two more, 1 s apart by default. */
export const topology: Topology = {
  ...drPair,
  name: 'reference/weighted-6040',
  summary: 'VRRP every second, priorities 100 and 50, wlc with weights 60 and 40, TCP_CHECK with a timeout of 20 s',
  vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 1000, preempt: true, password: '1111' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'MASTER' },
    { name: 'director-2', address: '198.18.0.12', priority: 50, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 60 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 40 },
  ],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'wlc',
      forwardingMethod: 'DR',
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 6000,
        connectTimeoutMs: 20_000,
        retries: 2,
        delayBeforeRetryMs: 1000,
      },
    },
  ],
};
