import { DrillError } from './errors.ts';
import { addressMistakes } from './mistakes/addresses.ts';
import { insideMistakes } from './mistakes/inside.ts';
import { repeated, wholeNumber } from './mistakes/limits.ts';
import { localNodeMistakes } from './mistakes/local-node.ts';
import { segmentMistakes } from './mistakes/segments.ts';
import { serviceMistakes } from './mistakes/service.ts';
import { vrrpMistakes } from './mistakes/vrrp.ts';
import type { Topology } from './model.ts';
import { changedTopology } from './topology-change.ts';

/**
 * Everything that is wrong with a topology, one sentence each, all at once; empty when it can be brought up.
 * Looks at values only: that all fields are there is the compiler's or the file reader's business. `wrongOnPurpose` lets
 * pass an advertisement interval of VRRP version 2 that is no whole second: keepalived rounds it and goes on.
 */
export function topologyMistakes(topology: Topology): string[] {
  const stated = statedMistakes(topology);
  return [...stated, ...driftMistakes(topology).filter((mistake) => !stated.includes(mistake))];
}

function statedMistakes(topology: Topology): string[] {
  return [
    // Each folder of a topology's name is a word like a host name.
    ...topology.name.split('/').flatMap((word) => nameMistakes([word])),
    ...nameMistakes(nodeNames(topology)),
    ...missing('director', topology.directors),
    ...missing('real server', topology.realServers),
    ...missing('client', topology.clients),
    ...missing('virtual service', topology.virtualServices),
    ...addressMistakes(topology),
    ...insideMistakes(topology),
    ...localNodeMistakes(topology),
    ...segmentMistakes(topology),
    ...vrrpMistakes(topology),
    ...topology.realServers.flatMap((server) => wholeNumber(`Weight of ${server.name}`, server.weight, 0, 65_535)),
    ...serviceMistakes(topology),
    ...sysctlMistakes(topology.directorSysctls ?? {}),
  ];
}

/** What directors run in truth is wrong on purpose, and still a configuration: it ends in the same files. */
function driftMistakes({ actually, ...stated }: Topology): string[] {
  if (actually === undefined) return [];
  try {
    return statedMistakes({ ...changedTopology(stated, actually), wrongOnPurpose: true });
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    return [error.message];
  }
}

/** Names of everything that becomes a container with an address. */
function nodeNames(topology: Topology): string[] {
  const { directors, realServers, clients, sorryServer, strangers = [] } = topology;
  const all = [
    ...directors,
    ...realServers,
    ...(sorryServer === undefined ? [] : [sorryServer]),
    ...strangers,
    ...clients,
  ];
  return all.map(({ name }) => name);
}

function nameMistakes(names: string[]): string[] {
  const malformed = names.filter((name) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name));
  return [
    ...malformed.map((name) => `Name '${name}' must be lower-case letters, digits and hyphens (a host name).`),
    ...repeated(names).map((name) => `Name '${name}' is there more than once.`),
  ];
}

function missing(noun: string, list: unknown[]): string[] {
  return list.length === 0 ? [`There must be at least one ${noun}.`] : [];
}

/** Docker sets those of a network namespace only; IPVS, ARP and forwarding are all below net.ipv4. */
function sysctlMistakes(sysctls: { [name: string]: string }): string[] {
  return Object.entries(sysctls).flatMap(([name, value]) => [
    ...(/^net\.ipv4\.[a-z0-9_.-]+$/i.test(name) ? [] : [`sysctl '${name}' must be one below net.ipv4.`]),
    ...(value.trim() === '' ? [`sysctl '${name}' must have a value.`] : []),
    ...(/^[\w.,: \t-]*$/.test(value) ? [] : [`sysctl '${name}' must be words and numbers, got '${value}'.`]),
  ]);
}
