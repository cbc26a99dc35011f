import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: the health checks that run retry six times, not twice. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-checks',
  summary: 'dr-pair whose health checks retry more often than they say; health must fail',
  wrongOnPurpose: true,
  actually: {
    services: {
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 2000,
        connectTimeoutMs: 1500,
        retries: 6,
        delayBeforeRetryMs: 1000,
      },
    },
  },
};
