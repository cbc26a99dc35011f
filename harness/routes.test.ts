import { expect, test } from 'vitest';
import { topology as drPair } from '../topologies/dr-pair.ts';
import type { Topology, VirtualService } from './model.ts';
import { lackingRoutes, routeLine, routesOf } from './routes.ts';

const linesOf = (topology: Topology, node: string) => routesOf(topology, node).map(routeLine);
const [service] = drPair.virtualServices as [VirtualService];

/** One network, in which one VIP is forwarded by NAT and one by direct routing. */
const oneArmed: Topology = {
  ...drPair,
  inside: { vip: '198.18.0.99' },
  realServers: drPair.realServers.map((one, place) => (place === 2 ? { ...one, gateway: '198.18.0.31' } : one)),
  clients: drPair.clients.map((client) => ({ ...client, farAddress: '198.19.0.5' })),
  virtualServices: [
    service,
    { ...service, vip: '198.18.0.101', forwardingMethod: 'NAT' },
    { ...service, vip: '198.18.0.101', port: 81, forwardingMethod: 'NAT' },
  ],
  sorryServer: { name: 'sorry-server', address: '198.18.0.29' },
};

test('where nothing comes back through the directors, nobody needs a route', () => {
  const nodes = [...drPair.directors, ...drPair.realServers, ...drPair.clients];
  expect(nodes.flatMap(({ name }) => linesOf(drPair, name))).toEqual([]);
});

test('with one arm the client is far for the VIPs of NAT alone, and on the link for directors', () => {
  expect(linesOf(oneArmed, 'client-1')).toEqual(['route replace 198.18.0.101/32 dev @LINK@ src 198.19.0.5']);
  expect(linesOf(oneArmed, 'director-2')).toEqual(['route replace 198.19.0.5/32 dev @LINK@']);
});

test('real servers answer through the directors, or by the gateway that they have instead', () => {
  expect(linesOf(oneArmed, 'real-server-1')).toEqual(['route replace default via 198.18.0.99 dev @LINK@']);
  expect(linesOf(oneArmed, 'sorry-server')).toEqual(['route replace default via 198.18.0.99 dev @LINK@']);
  expect(linesOf(oneArmed, 'real-server-3')).toEqual(['route replace default via 198.18.0.31 dev @LINK@']);
});

test('a clamp goes with every route of a real server, and the client’s MTU with those to the VIPs alone', () => {
  const clamped: Topology = { ...oneArmed, realServerAdvmss: 1440, clientRouteMtu: 1480 };
  expect(linesOf({ ...drPair, realServerAdvmss: 1440 }, 'real-server-2')).toEqual([
    'route replace 198.18.0.0/24 dev @LINK@ proto kernel scope link src 198.18.0.22 advmss 1440',
  ]);
  expect(linesOf(clamped, 'real-server-1')).toEqual([
    'route replace 198.18.0.0/24 dev @LINK@ proto kernel scope link src 198.18.0.21 advmss 1440',
    'route replace default via 198.18.0.99 dev @LINK@ advmss 1440',
  ]);
  expect(linesOf(clamped, 'client-1')).toEqual([
    'route replace 198.18.0.100/32 dev @LINK@ mtu 1480',
    'route replace 198.18.0.101/32 dev @LINK@ src 198.19.0.5 mtu 1480',
  ]);
});

test('a table lacks a route unless it has it by the same gateway, from the same address and with the same metrics', () => {
  const [route = expect.fail()] = routesOf(oneArmed, 'real-server-1');
  const [far = expect.fail()] = routesOf({ ...oneArmed, clientRouteMtu: 1480 }, 'client-1').slice(1);
  const connected = { dst: '198.18.0.0/24', prefsrc: '198.18.0.21' };
  expect(lackingRoutes([route, far], [connected])).toEqual([route, far]);
  const byAnother = { dst: 'default', gateway: '198.18.0.1' };
  const fromAnother = { dst: '198.18.0.101', prefsrc: '198.18.0.31', metrics: [{ mtu: 1480 }] };
  const wide = { dst: '198.18.0.101', prefsrc: '198.19.0.5' };
  expect(lackingRoutes([route, far], [connected, byAnother, fromAnother, wide])).toEqual([route, far]);
  const right = [
    { dst: 'default', gateway: '198.18.0.99' },
    { dst: '198.18.0.101', prefsrc: '198.19.0.5', metrics: [{ mtu: 1480 }] },
  ];
  expect(lackingRoutes([route, far], right)).toEqual([]);
});

test('with two arms only the real servers need one', () => {
  const { virtualServices, inside: _, ...rest } = oneArmed;
  const inside = { subnet: '198.18.1.0/24', vip: '198.18.1.1' };
  const twoArmed: Topology = { ...rest, inside, virtualServices: virtualServices.slice(1) };
  expect(linesOf(twoArmed, 'client-1')).toEqual([]);
  expect(linesOf(twoArmed, 'director-1')).toEqual([]);
  expect(linesOf(twoArmed, 'real-server-1')).toEqual(['route replace default via 198.18.1.1 dev @LINK@']);
});

test('to many addresses of a client all go by way of one', () => {
  const sourceAddresses = Array.from({ length: 70 }, (_, index) => `198.18.0.${100 + index}`);
  const many: Topology = { ...drPair, clients: drPair.clients.map((client) => ({ ...client, sourceAddresses })) };
  const routes = ['100/30', '104/29', '112/28', '128/27', '160/29', '168/31'].map(
    (subnet) => `route replace 198.18.0.${subnet} via 198.18.0.31 dev @LINK@`,
  );
  expect(linesOf(many, 'real-server-2')).toEqual(routes);
  expect(linesOf(many, 'director-1')).toEqual(routes);
  expect(linesOf(many, 'client-1')).toEqual([]);
  expect(linesOf({ ...many, inside: { vip: '198.18.0.99' } }, 'real-server-2')).toEqual([
    'route replace default via 198.18.0.99 dev @LINK@',
  ]);
});
