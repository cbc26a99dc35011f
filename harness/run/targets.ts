import { DrillError } from '../errors.ts';
import { elected } from '../keepalived/election.ts';
import { separateServers } from '../local-node.ts';
import type { Aim, Director, Topology } from '../model.ts';

/**
 * The nodes that an aim means, given who is master. Of several real servers the trials take one after the other, by
 * their `turn` from 0, without those on a director, whose host is a director's; of several backups it is the one that would take over. Throws a `DrillError` where there is none.
 */
export function targetsOf(aim: Aim, topology: Topology, master: Director, turn: number): string[] {
  const servers = topology.realServers.map(({ name }) => name);
  const separate = separateServers(topology.realServers).map(({ name }) => name);
  const backup = elected(topology.directors.filter((one) => one.name !== master.name));
  const meant: Record<Aim, (string | undefined)[]> = {
    master: [master.name],
    backup: [backup?.name],
    'real-server': [separate[turn % separate.length]],
    'all-real-servers': servers,
    client: topology.clients.slice(0, 1).map(({ name }) => name),
  };
  const targets = meant[aim].filter((name) => name !== undefined);
  if (targets.length === 0) throw new DrillError(`Topology ${topology.name} has no ${aim} that a fault could hit.`);
  return targets;
}
