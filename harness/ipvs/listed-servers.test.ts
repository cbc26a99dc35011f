import { expect, test } from 'vitest';
import { listedServers } from './listed-servers.ts';

const table = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
TCP  C6120064:0050 wrr 
  -> C6120063:0050      Route   4      3          7         
  -> C6120015:0050      Route   0      0          0         
TCP  C6120064:0051 rr `;
const realServers = [{ name: 'real-server-1', address: '198.18.0.21', weight: 1 }];

test('the kernel’s order, with names, weights and counts', () => {
  expect(listedServers(table, { vip: '198.18.0.100', port: 80 }, { realServers })).toEqual([
    { realServer: '198.18.0.99', weight: 4, activeConnections: 3, inactiveConnections: 7 },
    { realServer: 'real-server-1', weight: 0, activeConnections: 0, inactiveConnections: 0 },
  ]);
  expect(listedServers(table, { vip: '198.18.0.100', port: 81 }, { realServers })).toEqual([]);
});

test('a service that is not in the table has no list', () => {
  expect(listedServers(table, { vip: '198.18.0.100', port: 82 }, { realServers })).toBeNull();
  expect(listedServers('', { vip: '198.18.0.100', port: 80 }, { realServers })).toBeNull();
});
