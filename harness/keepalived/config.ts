import { usageError } from '../errors.ts';
import type { Director, RealServer, TcpCheck, Topology, VirtualService } from '../model.ts';

/** What a topology cannot know: it depends on the container the director runs in. */
export interface DirectorPlace {
  /** The interface of the macvlan network inside the director's container, found by its address. */
  interface: string;
}

/**
 * `keepalived.conf` of one director, for keepalived 2.3 (keepalived.conf(5)).
 * Gratuitous ARP settings are left at keepalived's defaults: they are part of what is measured.
 * Throws a usage error for an unknown director, and for `nopreempt` on a director with initial state MASTER, which
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
  const blocks: Block[] = [
    block('global_defs', [`router_id ${director.name}`, `vrrp_version ${topology.vrrp.version}`]),
    vrrpInstance(topology, director, place),
    ...topology.virtualServices.map((service) => virtualServer(service, topology.realServers)),
  ];
  return `${blocks.map((one) => renderBlock(one, '')).join('\n\n')}\n`;
}

interface Block {
  head: string;
  body: (string | Block)[];
}

function block(head: string, body: (string | Block | null)[]): Block {
  return { head, body: body.filter((line) => line !== null) };
}

function renderBlock({ head, body }: Block, indent: string): string {
  const inner = `${indent}    `;
  const lines = body.map((line) => (typeof line === 'string' ? inner + line : renderBlock(line, inner)));
  return [`${indent}${head} {`, ...lines, `${indent}}`].join('\n');
}

function vrrpInstance(topology: Topology, director: Director, place: DirectorPlace): Block {
  const { vrrp } = topology;
  const password = vrrp.version === 2 ? (director.password ?? vrrp.password) : undefined;
  const vips = [...new Set(topology.virtualServices.map((service) => service.vip))];
  return block('vrrp_instance VI_1', [
    `state ${director.initialState}`,
    `interface ${place.interface}`,
    `virtual_router_id ${vrrp.virtualRouterId}`,
    `priority ${director.priority}`,
    `advert_int ${seconds(vrrp.advertIntervalMs, 2)}`,
    vrrp.preempt ? null : 'nopreempt',
    password === undefined ? null : block('authentication', ['auth_type PASS', `auth_pass ${password}`]),
    block(
      'virtual_ipaddress',
      vips.map((vip) => `${vip}/32 dev ${place.interface}`),
    ),
  ]);
}

function virtualServer(service: VirtualService, realServers: RealServer[]): Block {
  const { healthCheck, persistenceTimeoutMs } = service;
  return block(`virtual_server ${service.vip} ${service.port}`, [
    `delay_loop ${seconds(healthCheck.delayLoopMs, 3)}`,
    `lb_algo ${service.scheduler}`,
    `lb_kind ${service.forwardingMethod}`,
    persistenceTimeoutMs === undefined ? null : `persistence_timeout ${seconds(persistenceTimeoutMs, 0)}`,
    'protocol TCP',
    ...realServers.map((server) =>
      block(`real_server ${server.address} ${service.port}`, [`weight ${server.weight}`, tcpCheck(healthCheck)]),
    ),
  ]);
}

function tcpCheck(check: TcpCheck): Block {
  return block(check.type, [
    `connect_timeout ${seconds(check.connectTimeoutMs, 3)}`,
    `retry ${check.retries}`,
    `delay_before_retry ${seconds(check.delayBeforeRetryMs, 3)}`,
  ]);
}

/** Seconds without needless digits: keepalived reads `1` and `0.5`. */
function seconds(durationMs: number, decimals: number): string {
  return String(Number((durationMs / 1000).toFixed(decimals)));
}
