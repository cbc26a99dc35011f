import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/** Wrong on purpose: the sync daemon that everybody believes in was lost in some deployment. */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/drifted-sync',
  summary: 'dr-pair whose directors run no sync daemon, whatever is asked of them; connections must fail',
  wrongOnPurpose: true,
  actually: { syncDaemon: false },
};
