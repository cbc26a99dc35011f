import type { Topology } from '../harness/model.ts';
import { topology as drPair } from './dr-pair.ts';

/**
 * Two hosts that are directors and real servers at once, and one more real server. Both have every VIP on lo and IPVS rules
 * for it: what the MASTER sends the BACKUP's httpd would be scheduled again there, and might come back. With `backup_only`
 * IPVS leaves it alone as long as the sync daemon is a BACKUP's (`ip_vs_in_hook` in net/netfilter/ipvs/ip_vs_core.c).
 */
export const topology: Topology = {
  ...drPair,
  name: 'dr-localnode',
  summary: 'dr-pair in which both directors are real servers too (localnode), with the sync daemon and backup_only',
  realServers: [
    { name: 'real-server-1', address: '198.18.0.11', weight: 1, on: 'director-1' },
    { name: 'real-server-2', address: '198.18.0.12', weight: 1, on: 'director-2' },
    { name: 'real-server-3', address: '198.18.0.23', weight: 1 },
  ],
  syncDaemon: true,
  directorSysctls: { 'net.ipv4.vs.backup_only': '1' },
};
