import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/**
 * A tutorial's web servers with a sorry server. "3 tries" are the first attempt and two more. It checks two pages by
 * digest (MD5): here /health.html, and /1k, which is 1024 times "x"; / would differ between real servers.
 */
export const topology: Topology = {
  ...drPair,
  name: 'reference/lc-digest',
  summary: 'VRRP every second with id 100, lc, persistence 50 s, sorry server, HTTP_GET of two URLs with digest',
  vrrp: { version: 2, virtualRouterId: 100, advertIntervalMs: 1000, preempt: true, password: '1111' },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'MASTER' },
    { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 1 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1 },
  ],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'lc',
      forwardingMethod: 'DR',
      persistenceTimeoutMs: 50_000,
      sorryServer: true,
      healthCheck: {
        type: 'HTTP_GET',
        urls: [
          { path: '/health.html', digest: 'b6aa9752f8a6ffa67bfeb9cdeff8a001' },
          { path: '/1k', digest: '7265f4d211b56873a381d321f586e4a9' },
        ],
        delayLoopMs: 6000,
        connectTimeoutMs: 3000,
        retries: 2,
        delayBeforeRetryMs: 3000,
      },
    },
  ],
  sorryServer: { name: 'sorry-server', address: '198.18.0.29' },
};
