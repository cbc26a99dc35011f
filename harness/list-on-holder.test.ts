import { expect, test } from 'vitest';
import { listOnHolder } from './list-on-holder.ts';

const service = { vip: '198.18.0.100', port: 80 };
const topology = { realServers: [{ name: 'real-server-1', address: '198.18.0.21', weight: 1 }] };
const table = (weight: number) =>
  `TCP  C6120064:0050 rr \n  -> C6120015:0050      Route   ${weight}      0          0\n`;
const director = (name: string, weight: number, vips = [service.vip]) => ({
  name,
  alive: true,
  vips,
  ipvsTable: table(weight),
});

test('the list is that of the director that holds the VIP', () => {
  expect(listOnHolder([director('director-1', 1, []), director('director-2', 7)], service, topology)).toEqual({
    director: 'director-2',
    list: [{ realServer: 'real-server-1', weight: 7, activeConnections: 0, inactiveConnections: 0 }],
  });
});

test.each([
  ['nobody holds it', [director('director-1', 1, ['198.18.0.101'])], '198.18.0.100 is held by nobody'],
  ['two hold it', [director('director-1', 1), director('director-2', 1)], 'held by director-1 and director-2'],
  [
    'the holder does not know the service',
    [{ ...director('director-1', 1), ipvsTable: '' }],
    '198.18.0.100:80 is not in the table of director-1',
  ],
])('no list when %s', (_, states, why) => {
  expect(() => listOnHolder(states, service, topology)).toThrow(why);
});
