import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** The set-up of the classic keepalived tutorial. "3 tries" are the first attempt and two more. */
export const topology: Topology = {
  ...drPair,
  name: 'reference/classic-wlc',
  summary: 'VRRP every 5 s, priorities 100 and 90, wlc, persistence 60 s, TCP_CHECK with a timeout of 10 s and 3 tries',
  vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 5000, preempt: true, password: '1111' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'MASTER' },
    { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 100 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 100 },
  ],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'wlc',
      forwardingMethod: 'DR',
      persistenceTimeoutMs: 60_000,
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 6000,
        connectTimeoutMs: 10_000,
        retries: 2,
        delayBeforeRetryMs: 3000,
      },
    },
  ],
};
