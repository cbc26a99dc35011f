import { expect, test } from 'vitest';
import { topology as localNode } from '../../topologies/dr-localnode.ts';
import { topology } from '../../topologies/dr-pair.ts';
import { topology as natPair } from '../../topologies/nat-pair.ts';
import { vipsOf } from '../keepalived/vips.ts';
import type { Topology } from '../model.ts';
import { configOf, nodeSpecs } from './node-spec.ts';

const images = { director: 'd:1', realServer: 'r:1', client: 'c:1' };
const specs = nodeSpecs(topology, images);
const named = (name: string) => specs.find((spec) => spec.name === name);

test('one container per node, and the hand', () => {
  expect(specs.map(({ name, image, addresses: [first] }) => `${name} ${image} ${first?.address}`)).toEqual([
    'director-1 d:1 198.18.0.11',
    'director-2 d:1 198.18.0.12',
    'real-server-1 r:1 198.18.0.21',
    'real-server-2 r:1 198.18.0.22',
    'real-server-3 r:1 198.18.0.23',
    'client-1 c:1 198.18.0.31',
    'hand c:1 undefined',
  ]);
});

test('a director’s configuration leaves the interface to its first process', () => {
  const [file] = named('director-1')?.files ?? [];
  expect(file?.path).toBe('/etc/keepalived/keepalived.conf.in');
  expect(file?.content).toContain('interface @INTERFACE@');
  expect(file?.content).toContain('198.18.0.100/32 dev @INTERFACE@');
  expect(file?.content).toContain('priority 100');
});

test('a real server accepts the VIP and never answers ARP for it', () => {
  const spec = named('real-server-2');
  expect(spec?.environment).toMatchObject({ VIPS: '198.18.0.100', REAL_SERVER: 'real-server-2' });
  expect(spec?.sysctls).toEqual({ 'net.ipv4.conf.all.arp_ignore': '1', 'net.ipv4.conf.all.arp_announce': '2' });
});

const tunnelled: Topology = {
  ...topology,
  realServers: topology.realServers.map((server, place) => (place === 1 ? { ...server, lacksTunnel: true } : server)),
  virtualServices: topology.virtualServices.flatMap((service) => [
    service,
    { ...service, vip: '198.18.0.101', forwardingMethod: 'TUN' },
    { ...service, vip: '198.18.0.101', port: 81, forwardingMethod: 'TUN' },
  ]),
};
const tunnelledTo = (name: string) => nodeSpecs(tunnelled, images).find((spec) => spec.name === name);

test('a real server takes the VIPs of TUN from its tunnel, whatever the way back is', () => {
  const spec = tunnelledTo('real-server-1');
  expect(spec?.environment).toMatchObject({ VIPS: '198.18.0.100', TUNNEL_VIPS: '198.18.0.101' });
  expect(spec?.sysctls).toEqual({
    'net.ipv4.conf.all.arp_ignore': '1',
    'net.ipv4.conf.all.arp_announce': '2',
    'net.ipv4.conf.all.rp_filter': '0',
    'net.ipv4.conf.default.rp_filter': '0',
    'net.ipv4.conf.tunl0.rp_filter': '0',
  });
});

test('a real server that lacks its tunnel has neither that nor the VIPs behind it', () => {
  const spec = tunnelledTo('real-server-2');
  expect(spec?.environment).toEqual({
    NODE_ADDRESS: '198.18.0.22',
    REAL_SERVER: 'real-server-2',
    VIPS: '198.18.0.100',
  });
  expect(spec?.sysctls).toEqual(named('real-server-2')?.sysctls);
});

const oneArmed: Topology = {
  ...topology,
  inside: { vip: '198.18.0.99' },
  clients: topology.clients.map((client) => ({ ...client, farAddress: '198.19.0.5' })),
  virtualServices: topology.virtualServices.flatMap((service) => [
    service,
    { ...service, vip: '198.18.0.101', forwardingMethod: 'NAT' },
  ]),
};

test('NAT in one network: real servers answer by way of the MASTER, which lets them believe that there is no other', () => {
  const specs = nodeSpecs(oneArmed, images);
  const [director, server, client] = ['director-1', 'real-server-1', 'client-1'].map((name) =>
    specs.find((spec) => spec.name === name),
  );
  expect(director?.files[0]?.content).toContain('198.18.0.99/32 dev @INTERFACE@');
  expect(director?.sysctls).toMatchObject({ 'net.ipv4.conf.all.send_redirects': '0' });
  expect(director?.environment).toMatchObject({
    SEND_REDIRECTS: '0',
    ROUTES: 'route replace 198.19.0.5/32 dev @LINK@',
  });
  expect(server?.environment).toMatchObject({
    VIPS: '198.18.0.100',
    ROUTES: 'route replace default via 198.18.0.99 dev @LINK@',
  });
  expect(client?.environment).toMatchObject({
    FAR_ADDRESS: '198.19.0.5',
    ROUTES: 'route replace 198.18.0.101/32 dev @LINK@ src 198.19.0.5',
  });
});

test('NAT between two networks: directors are in both, clients in one, real servers in the other', () => {
  const specs = nodeSpecs(natPair, images);
  expect(
    specs.map(({ name, addresses }) => [name, ...addresses.map((one) => `${one.network} ${one.address}`)]),
  ).toEqual([
    ['director-1', 'outside 198.18.0.11', 'inside 198.18.1.11'],
    ['director-2', 'outside 198.18.0.12', 'inside 198.18.1.12'],
    ['real-server-1', 'inside 198.18.1.21'],
    ['real-server-2', 'inside 198.18.1.22'],
    ['real-server-3', 'inside 198.18.1.23'],
    ['client-1', 'outside 198.18.0.31'],
    ['hand', 'inside 198.18.1.254'],
  ]);
  const [director] = specs;
  expect(director?.environment).toEqual({ NODE_ADDRESS: '198.18.0.11', INSIDE_ADDRESS: '198.18.1.11' });
  expect(director?.files[0]?.content).toContain('198.18.1.99/32 dev @INSIDE_INTERFACE@');
  const server = specs.find(({ name }) => name === 'real-server-1');
  expect(server?.environment).toMatchObject({ VIPS: '', ROUTES: 'route replace default via 198.18.1.99 dev @LINK@' });
});

test('the client has at least the 16 flows of RFC 6414', () => {
  const sources = named('client-1')?.environment.SOURCE_ADDRESSES?.split(' ') ?? [];
  expect(new Set(sources).size).toBeGreaterThanOrEqual(16);
});

test('only the hand reaches the engine itself, and it is in no network', () => {
  expect(specs.filter((spec) => spec.sharesEngine).map(({ name, addresses }) => [name, addresses])).toEqual([
    ['hand', []],
  ]);
});

test('a VIP with several services is one VIP', () => {
  const services = topology.virtualServices.flatMap((service) => [service, { ...service, port: 443 }]);
  expect(vipsOf({ ...topology, virtualServices: services })).toEqual(['198.18.0.100']);
});

test('sysctls of the directors come on top of forwarding', () => {
  const sysctls = { 'net.ipv4.vs.expire_nodest_conn': '1' };
  const [director] = nodeSpecs({ ...topology, directorSysctls: sysctls }, images);
  expect(director?.sysctls).toEqual({ 'net.ipv4.ip_forward': '1', ...sysctls });
});

test('a sorry server is a real server that the topology’s weights know nothing of', () => {
  const sorry = { name: 'sorry-server', address: '198.18.0.29' };
  const spec = nodeSpecs({ ...topology, sorryServer: sorry }, images).find((one) => one.name === 'sorry-server');
  expect(spec).toEqual({
    ...named('real-server-1'),
    name: 'sorry-server',
    addresses: [{ network: 'outside', address: '198.18.0.29' }],
    environment: spec?.environment,
  });
  expect(spec?.environment).toEqual({ NODE_ADDRESS: '198.18.0.29', REAL_SERVER: 'sorry-server', VIPS: '198.18.0.100' });
});

test('a stranger is a director with a configuration of its own, whose keepalived waits to be started', () => {
  const stranger = {
    name: 'stranger-1',
    address: '198.18.0.13',
    priority: 80,
    vip: '198.18.0.200',
    virtualRouterId: 51,
  };
  const spec = nodeSpecs({ ...topology, strangers: [stranger] }, images).find((one) => one.name === 'stranger-1');
  expect(spec).toMatchObject({
    kind: 'director',
    image: 'd:1',
    addresses: [{ network: 'outside', address: '198.18.0.13' }],
    privileged: true,
  });
  expect(spec?.environment).toEqual({ NODE_ADDRESS: '198.18.0.13', KEEPALIVED: 'no' });
  const [file] = spec?.files ?? [];
  expect(file?.path).toBe('/etc/keepalived/keepalived.conf.in');
  expect(file?.content).toContain('198.18.0.200/32 dev @INTERFACE@');
  expect(file?.content).not.toContain('virtual_server');
});

test('a real server that answers ARP for the VIP is left with the kernel’s own ways', () => {
  const realServers = topology.realServers.map((one, i) =>
    i === 1 ? { ...one, answersArpForVip: true as const } : one,
  );
  const wrong = nodeSpecs({ ...topology, realServers }, images);
  expect(wrong.find((one) => one.name === 'real-server-2')).toEqual({ ...named('real-server-2'), sysctls: {} });
  expect(wrong.find((one) => one.name === 'real-server-1')).toEqual(named('real-server-1'));
});

test('a topology that has drifted runs what it does not say', () => {
  const drifted: Topology = { ...topology, actually: { vrrp: { preempt: false } } };
  expect(configOf(drifted, 'director-1')).toContain('nopreempt');
  expect(configOf(topology, 'director-1')).not.toContain('nopreempt');
});

test('a director that is a real server too is one container, with the VIP on lo and silent about it', () => {
  const own = nodeSpecs(localNode, images);
  expect(own.map(({ name }) => name)).toEqual(['director-1', 'director-2', 'real-server-3', 'client-1', 'hand']);
  const [director] = own;
  expect(director?.environment).toEqual({
    NODE_ADDRESS: '198.18.0.11',
    REAL_SERVER: 'real-server-1',
    VIPS: '198.18.0.100',
  });
  expect(director?.sysctls).toEqual({
    'net.ipv4.ip_forward': '1',
    'net.ipv4.conf.all.arp_ignore': '1',
    'net.ipv4.conf.all.arp_announce': '2',
    'net.ipv4.vs.backup_only': '1',
  });
});

test('directors with one network have their sync daemon there', () => {
  expect(configOf({ ...topology, syncDaemon: true }, 'director-2')).toContain('lvs_sync_daemon @INTERFACE@ VI_1');
});
