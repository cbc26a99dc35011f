import { expect, test } from 'vitest';
import { formatIpv4, parseIpv4, parseIpv4Subnet } from './ipv4.ts';

test('an address is read as it is written', () => {
  for (const text of ['0.0.0.0', '198.18.0.10', '255.255.255.255'])
    expect(formatIpv4(parseIpv4(text) ?? -1)).toBe(text);
});

// inet_aton(3) takes 010 for eight, others for ten: the same address would be there twice under two names.
test.each(['198.18.0.010', '198.18.00.1', '198.18.0.256', '198.18.0', '0x1.0.0.0', ' 1.1.1.1', '1.1.1.1\n'])(
  '%j is no address',
  (text) => {
    expect(parseIpv4(text)).toBeNull();
    expect(parseIpv4Subnet(`${text}/32`)).toBeNull();
  },
);
