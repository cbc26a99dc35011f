import type { CheckTiming, Topology, VirtualService } from '../harness/model.ts';
import { topology as drPair } from './dr-pair.ts';

/** Short, so that a suite with many failures is: a removal takes 4 s at most with most of these checks. */
const timing: CheckTiming = { delayLoopMs: 1000, connectTimeoutMs: 1000, retries: 1, delayBeforeRetryMs: 1000 };

/** MD5 of /health.html, which is the same on every real server: "lvs-drill: healthy" and a newline. */
const healthDigest = 'b6aa9752f8a6ffa67bfeb9cdeff8a001';

const base = { vip: '198.18.0.100', scheduler: 'rr', forwardingMethod: 'DR' } as const;
const tcp = { ...timing, type: 'TCP_CHECK' } as const;

const services: Omit<VirtualService, 'port' | keyof typeof base>[] = [
  { label: 'tcp', healthCheck: tcp },
  { label: 'http', healthCheck: { ...timing, type: 'HTTP_GET', urls: [{ path: '/', statusCode: 200 }] } },
  {
    label: 'http-digest',
    healthCheck: { ...timing, type: 'HTTP_GET', urls: [{ path: '/health.html', digest: healthDigest }] },
  },
  {
    label: 'http-2-urls',
    healthCheck: {
      ...timing,
      type: 'HTTP_GET',
      urls: [
        { path: '/', statusCode: 200 },
        { path: '/health.html', digest: healthDigest },
      ],
    },
  },
  // A program for every check is what costs the directors most.
  { label: 'misc', healthCheck: { ...timing, type: 'MISC_CHECK', delayLoopMs: 2000, timeoutMs: 2000 } },
  { label: 'inhibit', healthCheck: tcp, inhibitOnFailure: true },
  { label: 'sorry', healthCheck: tcp, sorryServer: true },
  // One of three may fail; with two, the sorry server answers although one real server is left.
  { label: 'quorum', healthCheck: tcp, sorryServer: true, quorum: 2 },
];

/** Every way to check the same three real servers, side by side on one VIP: what each of them sees of one failure. */
export const topology: Topology = {
  ...drPair,
  name: 'health-checks',
  summary: 'dr-pair with eight virtual services on ports 80 to 87 that check its real servers in different ways',
  virtualServices: services.map((service, index) => ({ ...base, ...service, port: 80 + index })),
  sorryServer: { name: 'sorry-server', address: '198.18.0.29' },
};
