import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/**
 * Wrong on purpose: the health check asks for a port on which no real server listens, so that the first check after the
 * start takes all of them out of the table, whole as they are.
 */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/check-wrong-port',
  summary: 'dr-pair with a health check on a closed port, which takes every real server out; health must fail',
  virtualServices: drPair.virtualServices.map((service) => ({
    ...service,
    healthCheck: { ...service.healthCheck, port: 8080 },
  })),
};
