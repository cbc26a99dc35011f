import { usageError } from '../errors.ts';
import { hasTwoArms } from '../inside.ts';
import type { Director, Stranger, Topology, VrrpInstance } from '../model.ts';
import { type Block, block, renderBlocks, seconds } from './conf-block.ts';
import { floatingAddressesOf, vipsOf } from './vips.ts';
import { virtualServerBlock } from './virtual-server-block.ts';

/** What a topology cannot know: it depends on the container the director runs in. */
export interface DirectorPlace {
  /** The interface of the macvlan network inside the director's container, found by its address. */
  interface: string;
  /** That of the inside network, where the topology has one. */
  insideInterface?: string;
}

/**
 * `keepalived.conf` of one director, for keepalived 2.3 (keepalived.conf(5)).
 * Gratuitous ARP settings are left at keepalived's defaults: they are part of what is measured.
 * With two arms each network has a VRRP instance, and both are one `vrrp_sync_group`: none of them is MASTER alone.
 * Throws a usage error for an unknown director, for a topology with two arms without `insideInterface`, and for `nopreempt` on a director with initial state MASTER, which
 * keepalived only warns about before it preempts all the same.
 */
export function renderKeepalivedConf(topology: Topology, directorName: string, place: DirectorPlace): string {
  const director = topology.directors.find((one) => one.name === directorName);
  if (director === undefined) {
    const known = topology.directors.map((one) => one.name).join(', ');
    throw usageError(`Topology '${topology.name}' has no director '${directorName}'.`, `Its directors are: ${known}.`);
  }
  if (!topology.vrrp.preempt && director.initialState === 'MASTER') {
    throw usageError(
      `${director.name} has initial state MASTER without preemption, which keepalived does not honour.`,
      'Set its initialState to BACKUP.',
    );
  }
  return renderBlocks([
    globalDefs(topology, director, place),
    ...vrrpBlocks(topology, director, place),
    ...topology.virtualServices.map((service) => virtualServerBlock(service, topology)),
  ]);
}

/**
 * `keepalived.conf` of a director of another cluster: one VRRP instance with its own VIP, and nothing else. Version and
 * advertisement interval are those of the cluster beside it: with others its adverts would be dropped, and nothing collide
 * (`vrrp_check_packet`).
 */
export function renderStrangerConf(
  stranger: Stranger,
  place: DirectorPlace,
  vrrp: Pick<VrrpInstance, 'version' | 'advertIntervalMs'>,
): string {
  return renderBlocks([
    block('global_defs', [`router_id ${stranger.name}`, `vrrp_version ${vrrp.version}`]),
    block(`vrrp_instance ${instanceName}`, [
      'state BACKUP',
      `interface ${place.interface}`,
      `virtual_router_id ${stranger.virtualRouterId}`,
      `priority ${stranger.priority}`,
      `advert_int ${seconds(vrrp.advertIntervalMs, 2)}`,
      authentication(vrrp.version, stranger.password),
      virtualAddresses([stranger.vip], place.interface),
    ]),
  ]);
}

const instanceName = 'VI_1';
const insideInstanceName = 'VI_2';

function globalDefs({ vrrp, virtualServices, syncDaemon }: Topology, director: Director, place: DirectorPlace): Block {
  const runsProgram = virtualServices.some(({ healthCheck }) => healthCheck.type === 'MISC_CHECK');
  return block('global_defs', [
    `router_id ${director.name}`,
    `vrrp_version ${vrrp.version}`,
    vrrp.realtimePriority === undefined ? null : `vrrp_rt_priority ${vrrp.realtimePriority}`,
    vrrp.higherPrioSendAdvert === true ? 'vrrp_higher_prio_send_advert true' : null,
    // Clients need not hear it where there is another way.
    syncDaemon === true ? `lvs_sync_daemon ${place.insideInterface ?? place.interface} ${instanceName}` : null,
    // Without them keepalived looks for a user keepalived_script, and calls a script that root runs a security violation.
    ...(runsProgram ? ['script_user root', 'enable_script_security'] : []),
  ]);
}

function vrrpBlocks(topology: Topology, director: Director, place: DirectorPlace): Block[] {
  const { inside } = topology;
  if (inside === undefined || !hasTwoArms(topology)) {
    return [vrrpInstance(topology, director, instanceName, place.interface, floatingAddressesOf(topology))];
  }
  const { insideInterface } = place;
  if (insideInterface === undefined) {
    throw usageError(`${director.name} of '${topology.name}' needs the name of its inside interface.`);
  }
  return [
    block('vrrp_sync_group VG_1', [block('group', [instanceName, insideInstanceName])]),
    vrrpInstance(topology, director, instanceName, place.interface, vipsOf(topology)),
    vrrpInstance(topology, director, insideInstanceName, insideInterface, [inside.vip]),
  ];
}

function vrrpInstance(
  { vrrp }: Topology,
  director: Director,
  name: string,
  interfaceName: string,
  addresses: string[],
): Block {
  return block(`vrrp_instance ${name}`, [
    `state ${director.initialState}`,
    `interface ${interfaceName}`,
    `virtual_router_id ${director.virtualRouterId ?? vrrp.virtualRouterId}`,
    `priority ${director.priority}`,
    `advert_int ${seconds(vrrp.advertIntervalMs, 2)}`,
    vrrp.preempt ? null : 'nopreempt',
    vrrp.preemptDelayMs === undefined ? null : `preempt_delay ${seconds(vrrp.preemptDelayMs, 0)}`,
    authentication(vrrp.version, director.password ?? vrrp.password),
    virtualAddresses(addresses, interfaceName),
  ]);
}

function authentication(version: 2 | 3, password: string | undefined): Block | null {
  if (version === 3 || password === undefined) return null;
  return block('authentication', ['auth_type PASS', `auth_pass ${password}`]);
}

function virtualAddresses(addresses: string[], interfaceName: string): Block {
  return block(
    'virtual_ipaddress',
    addresses.map((address) => `${address}/32 dev ${interfaceName}`),
  );
}
