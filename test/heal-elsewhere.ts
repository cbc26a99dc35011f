/** `node --import tsx test/heal-elsewhere.ts <JSON>`: heals one fault of a running cluster, in a process of its own. */
import Dockerode from 'dockerode';
import { attachCluster } from '../harness/cluster/attach-cluster.ts';
import type { Fault } from '../harness/faults/fault.ts';
import type { Topology } from '../harness/model.ts';
import { loadUnits, unitNamed } from '../harness/registry.ts';

/** What to heal, as the only argument. */
export interface HealOrder {
  dockerSocket: string;
  runId: string;
  topology: Topology;
  fault: string;
  targets: string[];
  level: number;
}

const { dockerSocket, runId, topology, fault, targets, level } = JSON.parse(process.argv[2] ?? '') as HealOrder;
const cluster = await attachCluster(new Dockerode({ socketPath: dockerSocket }), topology, runId);
const faults = await loadUnits<Fault>(new URL('../harness/faults/', import.meta.url), 'fault');
await unitNamed(faults, fault, 'fault').heal({ cluster, target: targets[0] ?? '', targets, level });
process.exit(0);
