import { usageError } from './errors.ts';
import type { Director, Stranger, Topology, TopologyChange } from './model.ts';
import { withRealServers } from './real-server-count.ts';

/**
 * The topology with the change applied; the topology itself is left as it is. Directors are changed by place, services
 * all alike. sysctls and directors of other clusters come on top of the topology's, in place of those of the same name.
 * A change to VRRP version 3 takes the passwords away, which only version 2 has, so that it fits every topology.
 * Throws a usage error when it changes more directors than there are, and where there cannot be so many real servers.
 */
export function changedTopology(topology: Topology, change: TopologyChange | undefined): Topology {
  if (change === undefined) return topology;
  const { directors = [], services, directorSysctls, strangers = [], syncDaemon, vrrp } = change;
  const { realServerAdvmss, clientRouteMtu, realServerCount } = change;
  if (directors.length > topology.directors.length) {
    throw usageError(
      `The scenario changes ${directors.length} directors, topology '${topology.name}' has ${topology.directors.length}.`,
      'Choose another topology, or another scenario.',
    );
  }
  const changed: Topology = {
    ...topology,
    vrrp: { ...topology.vrrp, ...vrrp },
    directors: topology.directors.map((director, place) => ({ ...director, ...directors[place] })),
    virtualServices: topology.virtualServices.map((service) => ({ ...service, ...services })),
  };
  if (syncDaemon === true) changed.syncDaemon = true;
  if (syncDaemon === false) delete changed.syncDaemon;
  if (directorSysctls !== undefined) changed.directorSysctls = { ...topology.directorSysctls, ...directorSysctls };
  if (realServerAdvmss !== undefined) changed.realServerAdvmss = realServerAdvmss;
  if (clientRouteMtu !== undefined) changed.clientRouteMtu = clientRouteMtu;
  if (realServerCount !== undefined) changed.realServers = withRealServers(changed, realServerCount).realServers;
  if (strangers.length > 0) changed.strangers = withStrangers(topology.strangers ?? [], strangers);
  return vrrp?.version === 3 ? withoutPasswords(changed) : changed;
}

function withStrangers(there: Stranger[], added: Stranger[]): Stranger[] {
  return [...there.filter((one) => added.every(({ name }) => name !== one.name)), ...added];
}

function withoutPasswords(topology: Topology): Topology {
  const bare: Topology = {
    ...topology,
    vrrp: withoutPassword(topology.vrrp),
    directors: topology.directors.map((director): Director => withoutPassword(director)),
  };
  if (topology.strangers !== undefined) bare.strangers = topology.strangers.map(withoutPassword);
  return bare;
}

function withoutPassword<T extends { password?: string }>(owner: T): T {
  const bare = { ...owner };
  delete bare.password;
  return bare;
}
