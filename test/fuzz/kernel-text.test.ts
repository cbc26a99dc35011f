import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLogLine } from '../../harness/cluster/container-log.ts';
import { busyMs, cgroupCpuMs, countedLinks, linkCounts } from '../../harness/cluster/counter.ts';
import { localAddresses } from '../../harness/cluster/reader.ts';
import { abilitiesOf } from '../../harness/engine/kernel-probe.ts';
import { troubleIn } from '../../harness/engine/kernel-trouble.ts';
import { parseConnectionCounts } from '../../harness/ipvs/connection-counts.ts';
import { type IpvsService, parseIpvsTable } from '../../harness/ipvs/table.ts';
import { objectsIn } from '../../harness/json-objects.ts';
import {
  interfaceWithAddress,
  linkFlags,
  mountPoints,
  parseCgroupPath,
  parseFrozen,
  parseStat,
} from '../../harness/load/agent/hand/proc.ts';
import { tableWatch } from '../../harness/load/agent/table-watch.ts';
import { limitMistake } from '../../harness/load/link-limit.ts';
import { parseStamp } from '../../harness/probes/ip-monitor.ts';
import { readNeighbour } from '../../harness/probes/neighbour.ts';
import { readAddressChange } from '../../harness/probes/vip-holder.ts';
import { identityFromFileName, parseIdentity, startTicksIn } from '../../harness/process-identity.ts';
import { parseLogCounts } from '../../harness/run/balance-counts.ts';
import { parseSysctls } from '../../harness/run/versions.ts';
import { everyCase, expectLinear, outcomeOf, outcomeOfPlain } from './fuzz.ts';
import { damaged, hostileJson, hostileText } from './hostile.ts';

const hex = (digits: number) => fc.nat(16 ** digits - 1).map((n) => n.toString(16).toUpperCase().padStart(digits, '0'));
const spaces = fc.constantFrom(' ', '  ', '      ');
const count = fc.oneof(fc.nat(100_000).map(String), fc.constantFrom('-1', '9'.repeat(30), '0x10'));
const method = fc.constantFrom('Masq', 'Route', 'Tunnel', 'Local', 'Bypass', 'constructor', 'toString', '__proto__');
const place = fc.tuple(hex(8), hex(4)).map((both) => both.join(':'));
const serviceLine = fc
  .tuple(
    fc.constantFrom('TCP', 'UDP', 'SCTP', 'FWM'),
    place,
    fc.constantFrom('rr', 'wlc', 'sh'),
    fc.constantFrom('', 'ops ', 'persistent 100 FFFFFFFF'),
  )
  .map(([protocol, at, scheduler, flags]) => `${protocol}  ${at} ${scheduler} ${flags}`);
const serverLine = fc
  .tuple(place, method, count, count, count, spaces)
  .map(
    ([at, how, weight, active, inactive, gap]) => `  -> ${at}      ${how}${gap}${weight} ${active}${gap}${inactive}`,
  );
const heading = fc.constantFrom(
  'IP Virtual Server version 1.2.1 (size=4096)',
  'Prot LocalAddress:Port Scheduler Flags',
  '  -> RemoteAddress:Port Forward Weight ActiveConn InActConn',
  '',
);
const lines = (...kinds: fc.Arbitrary<string>[]) =>
  damaged(fc.array(fc.oneof(...kinds), { maxLength: 8 }).map((all) => all.join('\n')));
const table = lines(heading, serviceLine, serverLine);
const address = fc.ipV4();
const stats = lines(
  heading,
  fc.tuple(address, count).map(([at, n]) => `TCP  ${at}:80      ${n}  1  2  3  4`),
  fc.tuple(address, count).map(([at, n]) => `  -> ${at}:80      ${n}  1  2  3  4`),
);

/** Every number of a table is one that a recording can hold. */
function numbersOf(services: readonly IpvsService[]): (number | null)[] {
  return services.flatMap(({ port, firewallMark, persistenceTimeoutJiffies, destinations }) => [
    port,
    firewallMark,
    persistenceTimeoutJiffies,
    ...destinations.flatMap((one) => [one.port, one.weight, one.activeConnections, one.inactiveConnections]),
  ]);
}

describe('the IPVS table', () => {
  test('is read whole, or refused', async () => {
    await everyCase(table, (text) => {
      const outcome = outcomeOf(() => parseIpvsTable(text));
      if ('refused' in outcome) return;
      for (const number of numbersOf(outcome.value)) expect(number === null || Number.isSafeInteger(number)).toBe(true);
      for (const { destinations } of outcome.value)
        for (const one of destinations) expect(['NAT', 'DR', 'TUN', 'Local', 'Bypass']).toContain(one.forwardingMethod);
    });
  });

  test('is watched whatever it shows', async () => {
    await everyCase(fc.array(table, { maxLength: 4 }), (readings) => {
      const watch = tableWatch([{ service: '198.18.0.10:80', realServer: '198.18.0.21' }]);
      readings.forEach((text, index) => {
        const outcome = outcomeOf(() => watch.take({ text, beganMs: index, endedMs: index + 0.5 }));
        if ('refused' in outcome) return;
        for (const { value } of outcome.value) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      });
    });
  });

  test('in a time in proportion to its length', () => {
    for (const one of [
      '  -> C6120015:0050      Route   1      0          0\n',
      ' ',
      '1 ',
      ' 1',
      'TCP  ',
      '  -> ',
      ' 1 1  \n',
    ])
      expectLinear((times) => {
        const text = `TCP  C612000A:0050 rr \n${one.repeat(times)}`;
        outcomeOf(() => parseIpvsTable(text));
        outcomeOf(() => tableWatch().take({ text: `${text}x`, beganMs: 1, endedMs: 2 }));
        outcomeOf(() => parseConnectionCounts(text));
      });
  });
});

test('ipvsadm --stats is read whole, or refused', async () => {
  await everyCase(stats, (text) => {
    const outcome = outcomeOf(() => parseConnectionCounts(text));
    if ('refused' in outcome) return;
    for (const counts of outcome.value.values())
      for (const one of counts.values()) expect(Number.isSafeInteger(one)).toBe(true);
  });
});

const stamp = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T00:00:00Z') })
    .map((at) => at.toISOString().slice(0, 19)),
  fc.constantFrom('2026-13-45T99:99:99', '0000-00-00T00:00:00'),
);
const change = fc.oneof(
  address.map((at) => `7: eth0    inet ${at}/32 scope global eth0\\       valid_lft forever`),
  address.map((at) => `Deleted 7: eth0    inet ${at}/32`),
  address.map((at) => `${at} dev eth0 lladdr 02:42:c6:12:00:0b REACHABLE`),
  address.map((at) => `Deleted ${at} dev eth0 router STALE`),
);

test('a line of ip monitor has an instant and a change, or is refused', async () => {
  const line = damaged(fc.tuple(stamp, change).map(([at, rest]) => `[${at}.123456] ${rest}`));
  await everyCase(fc.oneof(line, damaged(change), hostileText), (text) => {
    const stamped = outcomeOf(() => parseStamp(text));
    if ('value' in stamped && stamped.value !== null) expect(Number.isFinite(stamped.value.realtimeMs)).toBe(true);
    const rest = 'value' in stamped && stamped.value !== null ? stamped.value.rest : text;
    outcomeOf(() => readAddressChange(rest));
    outcomeOf(() => readNeighbour(rest));
  });
  for (const one of ['a', ' ', '1', ' a', '[', ': '])
    expectLinear((times) => {
      for (const before of ['', '[2026-01-01T00:00:00.123456] ', '7: ', '1.1.1.1 dev eth0', '7: a inet '])
        for (const read of [parseStamp, readAddressChange, readNeighbour])
          outcomeOf(() => read(before + one.repeat(times)));
    });
});

test('a line of a log keeps all its text', async () => {
  await everyCase(fc.tuple(stamp, fc.constantFrom('', '.1', '.123456789'), hostileText), ([at, fraction, said]) => {
    const outcome = outcomeOf(() => parseLogLine(`${at}${fraction}Z ${said}`));
    if (!('value' in outcome)) throw outcome.refused;
    if (outcome.value === null) expect(Number.isFinite(Date.parse(`${at}Z`))).toBe(false);
    else {
      expect(outcome.value.line).toBe(said);
      expect(Number.isFinite(outcome.value.realtimeMs)).toBe(true);
    }
  });
  await everyCase(hostileText, (text) => void outcomeOf(() => parseLogLine(text)));
});

test('what /proc and sysctl say', async () => {
  const files = damaged(
    fc.constantFrom(
      '1234 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20',
      '0::/docker/abc\n',
      'populated 1\nfrozen 0\n',
      '22 1 0:21 / /proc\\040x rw - proc proc rw',
      'net.ipv4.ip_forward = 1\n__proto__ = 2\nconstructor = 3\n',
      'cpu  1 2 3 4 5 6 7 8\n',
      'usage_usec 12345\n',
      '  eth0: 1 2 3 4 5 6 7 8 9 10 11\n',
      'Main:\n  +-- 0.0.0.0/0\n     |-- 198.18.0.10\n        /32 host LOCAL\n',
      '7.2.7\nip_vs yes\nmacvlan no\n',
      'BUG: unable to handle page fault\n',
      'a-b_1_2_3',
    ),
  );
  await everyCase(fc.oneof(files, hostileText), (text) => {
    const read = (reader: (given: string) => unknown) => {
      const outcome = outcomeOf(() => reader(text));
      if ('refused' in outcome) throw outcome.refused;
    };
    const readers = [parseStat, parseCgroupPath, parseFrozen, mountPoints, busyMs, cgroupCpuMs, localAddresses];
    for (const reader of [...readers, abilitiesOf, troubleIn, parseIdentity, identityFromFileName, startTicksIn])
      read(reader);
    read((given) => linkCounts(given, 'node', [{ name: 'eth0', address: '198.18.0.1' }]));
    read((given) => {
      const found = parseSysctls(given);
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
      for (const value of Object.values(found)) expect(typeof value).toBe('string');
    });
  });
  const fields = [' 1', 'a', '\\040', '\n', '  |-- a\n', ' = ', 'cpu  ', '0::/', '(', ')', 'a:'];
  for (const one of fields)
    expectLinear((times) => {
      const text = one.repeat(times);
      for (const reader of [parseStat, parseCgroupPath, parseFrozen, mountPoints, busyMs, cgroupCpuMs]) reader(text);
      for (const reader of [localAddresses, abilitiesOf, troubleIn, parseIdentity, parseSysctls, parseLogCounts]) {
        outcomeOf<unknown>(() => reader(text));
      }
    });
});

test('the counts of an access log are numbers, or refused', async () => {
  const log = lines(fc.tuple(address, count).map(([at, n]) => `${at}:80 ${n}`));
  await everyCase(log, (text) => {
    const outcome = outcomeOf(() => parseLogCounts(text));
    if ('value' in outcome) for (const one of outcome.value.values()) expect(Number.isSafeInteger(one)).toBe(true);
  });
});

test('JSON of ip and tc of any shape', async () => {
  const links = fc.array(
    fc.record({ ifname: hostileJson, link_type: fc.constantFrom('ether', 1), addr_info: hostileJson }),
  );
  await everyCase(fc.oneof(links, hostileJson), (json) => {
    const text = JSON.stringify(json) ?? '';
    for (const reader of [
      (given: string) => countedLinks(given, ['198.18.0.1']),
      (given: string) => interfaceWithAddress(given, '198.18.0.1'),
      linkFlags,
    ]) {
      outcomeOfPlain(() => reader(text));
      outcomeOfPlain(() => reader(`${text}]`));
    }
    const list = objectsIn(json);
    outcomeOf(() => limitMistake({ disciplines: list, filters: list, links: list }, 1e6));
  });
});
