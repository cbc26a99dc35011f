import { expect, test } from 'vitest';
import { topology } from '../../topologies/dr-pair.ts';
import { nodeSpecs, vipsOf } from './node-spec.ts';

const specs = nodeSpecs(topology, { director: 'd:1', realServer: 'r:1', client: 'c:1' });
const named = (name: string) => specs.find((spec) => spec.name === name);

test('one container per node, and the hand', () => {
  expect(specs.map(({ name, image, address }) => `${name} ${image} ${address}`)).toEqual([
    'director-1 d:1 198.18.0.11',
    'director-2 d:1 198.18.0.12',
    'real-server-1 r:1 198.18.0.21',
    'real-server-2 r:1 198.18.0.22',
    'real-server-3 r:1 198.18.0.23',
    'client-1 c:1 198.18.0.31',
    'hand c:1 null',
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

test('the client has at least the 16 flows of RFC 6414', () => {
  const sources = named('client-1')?.environment.SOURCE_ADDRESSES?.split(' ') ?? [];
  expect(new Set(sources).size).toBeGreaterThanOrEqual(16);
});

test('only the hand reaches the engine itself, and it is in no network', () => {
  expect(specs.filter((spec) => spec.sharesEngine).map(({ name, address }) => [name, address])).toEqual([
    ['hand', null],
  ]);
});

test('a VIP with several services is one VIP', () => {
  const services = topology.virtualServices.flatMap((service) => [service, { ...service, port: 443 }]);
  expect(vipsOf({ ...topology, virtualServices: services })).toEqual(['198.18.0.100']);
});
