import { expect, test } from 'vitest';
import { listeningPorts } from './real-servers.ts';

// As a kernel printed them.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0B00007F:8A2F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20381 1 0000000000000000
   1: 0200C612:0050 1F00C612:D2F4 01 00000000:00000000 00:00000000 00000000     0        0 20400 1 0000000000000000`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
  10: 00000000000000000000000000000000:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000`;

test('sockets that listen, of both protocols; an open connection is none', () => {
  expect(listeningPorts(tcp)).toEqual([0x8a2f]);
  expect(listeningPorts(`${tcp}\n${tcp6}`)).toEqual([0x8a2f, 80, 81]);
  expect(listeningPorts('')).toEqual([]);
});
