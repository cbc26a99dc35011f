import { formatIpv4 } from '../ipv4.ts';
import { serversOf } from '../ipvs/services.ts';
import type { Topology, VirtualService } from '../model.ts';
import { checkerBlock } from './checker-block.ts';
import { type Block, block, seconds } from './conf-block.ts';

/**
 * One virtual service with its real servers (keepalived.conf(5), "Virtual server"). The scheduler's flags come after
 * `lb_algo`: keepalived ignores those of another scheduler than the one it knows by then (`lbflags_handler`).
 */
export function virtualServerBlock(
  service: VirtualService,
  { realServers, sorryServer }: Pick<Topology, 'realServers' | 'sorryServer'>,
): Block {
  const { persistenceTimeoutMs, persistencePrefixLength, quorum, hysteresis } = service;
  const sorry = service.sorryServer === true ? sorryServer : undefined;
  return block(`virtual_server ${service.vip} ${service.port}`, [
    `delay_loop ${seconds(service.healthCheck.delayLoopMs, 3)}`,
    `lb_algo ${service.scheduler}`,
    ...(service.schedulerFlags ?? []),
    `lb_kind ${service.forwardingMethod}`,
    persistenceTimeoutMs === undefined ? null : `persistence_timeout ${seconds(persistenceTimeoutMs, 0)}`,
    persistencePrefixLength === undefined ? null : `persistence_granularity ${netmask(persistencePrefixLength)}`,
    'protocol TCP',
    quorum === undefined ? null : `quorum ${quorum}`,
    hysteresis === undefined ? null : `hysteresis ${hysteresis}`,
    service.inhibitOnFailure === true ? 'inhibit_on_failure' : null,
    sorry === undefined ? null : `sorry_server ${sorry.address} ${service.port}`,
    ...serversOf(service, { realServers }).map((server) =>
      block(`real_server ${server.address} ${service.port}`, [
        `weight ${server.weight}`,
        checkerBlock(service, server),
      ]),
    ),
  ]);
}

function netmask(prefixLength: number): string {
  return formatIpv4((0xffff_ffff << (32 - prefixLength)) >>> 0);
}
