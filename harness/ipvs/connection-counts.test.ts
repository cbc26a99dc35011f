import { expect, test } from 'vitest';
import { parseConnectionCounts } from './connection-counts.ts';

const head = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
  -> RemoteAddress:Port
`;

test('connections of each destination of each service', () => {
  const counts =
    parseConnectionCounts(`${head}TCP  198.18.0.101:80             1234567     1300        0    80000        0
  -> 198.18.0.22:80              1234560      900        0    60000        0
  -> 198.18.0.21:80                    7      400        0    20000        0
TCP  198.18.0.101:81                   0        0        0        0        0
`);
  expect([...counts].map(([service, of]) => [service, Object.fromEntries(of)])).toEqual([
    ['198.18.0.101:80', { '198.18.0.22': 1_234_560, '198.18.0.21': 7 }],
    ['198.18.0.101:81', {}],
  ]);
});

test.each([
  ['a unit', 'TCP  198.18.0.101:80   12K  1  0  1  0'],
  ['a destination of no service', '  -> 198.18.0.22:80   1  1  0  1  0'],
  ['anything else', 'Memory allocation problem'],
])('%s is not understood', (_, line) => {
  expect(() => parseConnectionCounts(`${head}${line}\n`)).toThrow(/of unknown form/);
});
