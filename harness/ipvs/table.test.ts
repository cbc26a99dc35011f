import { expect, test } from 'vitest';
import { parseIpvsTable } from './table.ts';

const heading = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
`;

test('a service with three real servers, in the order of the kernel', () => {
  const [service, ...others] = parseIpvsTable(`${heading}TCP  C612000A:0050 rr  
  -> C6120017:0050      Route   1      0          118       
  -> C6120016:0050      Route   100    2          119       
  -> C6120015:0050      Route   0      16         0         
`);
  expect(others).toEqual([]);
  expect(service).toEqual({
    protocol: 'TCP',
    address: '198.18.0.10',
    port: 80,
    firewallMark: null,
    scheduler: 'rr',
    onePacket: false,
    persistenceTimeoutJiffies: null,
    destinations: [
      {
        address: '198.18.0.23',
        port: 80,
        forwardingMethod: 'DR',
        weight: 1,
        activeConnections: 0,
        inactiveConnections: 118,
      },
      {
        address: '198.18.0.22',
        port: 80,
        forwardingMethod: 'DR',
        weight: 100,
        activeConnections: 2,
        inactiveConnections: 119,
      },
      {
        address: '198.18.0.21',
        port: 80,
        forwardingMethod: 'DR',
        weight: 0,
        activeConnections: 16,
        inactiveConnections: 0,
      },
    ],
  });
});

test('every forwarding method, flags, a firewall mark and IPv6', () => {
  const services = parseIpvsTable(`${heading}UDP  C612000A:0007 wlc ops 
  -> C6120015:0007      Masq    1      0          0         
FWM  0000001F sh persistent 30000 FFFFFFFF
  -> C6120015:0000      Tunnel  1      0          0         
  -> C612000B:0000      Local   1      0          0         
TCP  [2001:0002:0000:0000:0000:0000:0000:000a]:01BB none 
  -> [2001:0002:0000:0000:0000:0000:0000:0015]:01BB      Bypass  1      0          0         
`);
  expect(services.map((one) => [one.protocol, one.scheduler, one.onePacket, one.persistenceTimeoutJiffies])).toEqual([
    ['UDP', 'wlc', true, null],
    ['FWM', 'sh', false, 30_000],
    ['TCP', 'none', false, null],
  ]);
  expect(services.flatMap((one) => one.destinations.map((destination) => destination.forwardingMethod))).toEqual([
    'NAT',
    'TUN',
    'Local',
    'Bypass',
  ]);
  expect(services[1]?.firewallMark).toBe(31);
  expect(services[2]?.address).toBe('2001:0002:0000:0000:0000:0000:0000:000a');
  expect(services[2]?.port).toBe(443);
});

test('a service without real servers, and no services at all', () => {
  expect(parseIpvsTable(`${heading}TCP  C612000A:0050 rr  \n`)[0]?.destinations).toEqual([]);
  expect(parseIpvsTable(heading)).toEqual([]);
});

test.each([
  ['a line that is nothing', `${heading}something else\n`],
  ['a real server of no service', `${heading}  -> C6120015:0050      Route   1      0          0         \n`],
  [
    'an unknown way of forwarding',
    `${heading}TCP  C612000A:0050 rr  \n  -> C6120015:0050      Magic   1      0          0         \n`,
  ],
])('%s is refused, not skipped', (_, text) => {
  expect(() => parseIpvsTable(text)).toThrow('line of unknown form');
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s is no forwarding method', (name) => {
  const text = `TCP  C612000A:0050 rr \n  -> C6120015:0050      ${name}   1      0          0`;
  expect(() => parseIpvsTable(text)).toThrow('line of unknown form');
});

test('a number that no double holds is not understood', () => {
  const text = `TCP  C612000A:0050 rr \n  -> C6120015:0050      Route   ${'9'.repeat(400)}      0          0`;
  expect(() => parseIpvsTable(text)).toThrow('line of unknown form');
});

test.each([
  'FWM  -rf00000000:0000 wlc ops ',
  'FWM  zz rr ',
  `TCP  C612000A:0050 rr persistent ${'9'.repeat(20)} FFFFFFFF`,
])('%j is no service', (line) => {
  expect(() => parseIpvsTable(line)).toThrow('line of unknown form');
});
