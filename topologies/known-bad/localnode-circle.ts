import type { Topology } from '../../harness/model.ts';
import { topology as drLocalnode } from '../dr-localnode.ts';

const { syncDaemon: _, directorSysctls: __, ...unguarded } = drLocalnode;

/**
 * Wrong on purpose: nothing tells the BACKUP's IPVS to leave alone what comes for its httpd. It schedules that again, a
 * third of it back to the MASTER, where the connection is known and goes to the BACKUP: every ninth request is lost.
 */
export const topology: Topology = {
  ...unguarded,
  name: 'known-bad/localnode-circle',
  summary: 'dr-localnode without backup_only: every ninth request goes in a circle; failover must fail',
  wrongOnPurpose: true,
};
