import type { DirectorState } from './cluster/interface.ts';
import { DrillError } from './errors.ts';
import { listedServers } from './ipvs/listed-servers.ts';
import type { ListedServer, Topology, VirtualService } from './model.ts';

/**
 * The list of a service as the director has it that holds its VIP, and who that is. Throws a `DrillError` when nobody or
 * more than one does, or the service is not in the table: nobody could say then whose list it is that traffic meets.
 */
export function listOnHolder(
  states: readonly DirectorState[],
  service: Pick<VirtualService, 'vip' | 'port'>,
  topology: Pick<Topology, 'realServers'>,
): { director: string; list: ListedServer[] } {
  const holders = states.filter(({ vips }) => vips.includes(service.vip));
  const [holder] = holders;
  if (holder === undefined || holders.length > 1) {
    const who = holders.map(({ name }) => name).join(' and ') || 'nobody';
    throw new DrillError(`${service.vip} is held by ${who}, so that no list can be read.`);
  }
  const list = listedServers(holder.ipvsTable, service, topology);
  if (list === null) throw new DrillError(`${service.vip}:${service.port} is not in the table of ${holder.name}.`);
  return { director: holder.name, list };
}
