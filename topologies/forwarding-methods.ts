import type { ForwardingMethod, HealthCheck, Topology } from '../harness/model.ts';
import { topology as drPair } from './dr-pair.ts';

/**
 * Checks come seldom and forgive much: they go over the same links as the loads, and a real server that left the table
 * under load would be a load of another kind.
 */
const healthCheck: HealthCheck = {
  type: 'TCP_CHECK',
  delayLoopMs: 60_000,
  connectTimeoutMs: 10_000,
  retries: 3,
  delayBeforeRetryMs: 5_000,
};

const methods: [ForwardingMethod, string][] = [
  ['NAT', '198.18.0.101'],
  ['DR', '198.18.0.102'],
  ['TUN', '198.18.0.103'],
];

/** The same real servers by NAT (one-armed), direct routing and tunnels: one VIP each. */
export const topology: Topology = {
  ...drPair,
  name: 'forwarding-methods',
  summary:
    'two directors that forward to the same three real servers by NAT, by direct routing and by tunnels, one client',
  inside: { vip: '198.18.0.100' },
  clients: drPair.clients.map((client) => ({ ...client, farAddress: '198.19.0.31' })),
  virtualServices: methods.map(([forwardingMethod, vip]) => ({
    label: forwardingMethod.toLowerCase(),
    vip,
    port: 80,
    scheduler: 'rr',
    forwardingMethod,
    healthCheck,
  })),
};
