import { expect, it } from 'vitest';
import { tableWatch } from './table-watch.ts';

const heading = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
`;
const service = 'TCP  C6120064:0050 rr  \n';
const line = (last: string, weight: number, connections = '0          0') =>
  `  -> C61200${last}:0050      Route   ${weight}      ${connections}         \n`;
const both = heading + service + line('16', 1) + line('15', 1, '2          7');

/** Takes a reading that lasted 0.1 ms. */
const readings = () => {
  const watch = tableWatch();
  const take = (text: string, beganMs: number) => watch.take({ text, beganMs, endedMs: beganMs + 0.1 });
  return { ...watch, take };
};
const brief = (observations: ReturnType<ReturnType<typeof readings>['take']>) =>
  observations.map(({ value }) => [value.realServer, value.weight]);

it('says everything at first, with the connections', () => {
  expect(readings().take(both, 1000)).toEqual([
    {
      series: 'destination',
      at: 1000.1,
      value: {
        service: '198.18.0.100:80',
        realServer: '198.18.0.22',
        weight: 1,
        activeConnections: 0,
        inactiveConnections: 0,
        previousMs: 1000.1,
      },
    },
    expect.objectContaining({
      value: expect.objectContaining({ realServer: '198.18.0.21', activeConnections: 2, inactiveConnections: 7 }),
    }),
  ]);
});

it('says at first also what ought to be there and is not', () => {
  const missing = { service: '198.18.0.100:80', realServer: '198.18.0.23' };
  const watch = tableWatch([missing, { ...missing, realServer: '198.18.0.22' }]);
  const seen = watch.take({ text: both, beganMs: 1000, endedMs: 1000.1 });
  expect(brief(seen)).toEqual([
    ['198.18.0.22', 1],
    ['198.18.0.21', 1],
    ['198.18.0.23', null],
  ]);
  expect(watch.take({ text: both, beganMs: 1025, endedMs: 1025.1 })).toEqual([]);
});

it('says nothing of a table in which only connections changed', () => {
  const { take } = readings();
  take(both, 1000);
  expect(take(both.replace('2          7', '31         1022'), 1025)).toEqual([]);
});

it('says what left, what changed its weight and what came, with the reading before', () => {
  const { take } = readings();
  take(both, 1000);
  expect(take(both, 1025)).toEqual([]);
  const changed = take(heading + service + line('16', 0), 1050);
  expect(brief(changed)).toEqual([
    ['198.18.0.22', 0],
    ['198.18.0.21', null],
  ]);
  expect(changed.map(({ at, value }) => [value.previousMs, at])).toEqual([
    [1025, 1050.1],
    [1025, 1050.1],
  ]);
  expect(brief(take(heading + service + line('16', 0) + line('15', 1), 1075))).toEqual([['198.18.0.21', 1]]);
});

it('says how many connections the others have when a real server comes', () => {
  const { take } = readings();
  take(heading + service + line('16', 1), 1000);
  const [came] = take(heading + service + line('16', 1, '3          99') + line('15', 1), 1025);
  expect(came?.value).toMatchObject({
    realServer: '198.18.0.21',
    others: [{ realServer: '198.18.0.22', activeConnections: 3, inactiveConnections: 99 }],
  });
});

it('says that all destinations of a deleted service left', () => {
  const { take } = readings();
  take(both, 1000);
  expect(brief(take(heading, 1025))).toEqual([
    ['198.18.0.22', null],
    ['198.18.0.21', null],
  ]);
  expect(take(heading, 1050)).toEqual([]);
});

it('keeps the same real server of two services apart', () => {
  const { take } = readings();
  take(both, 1000);
  const more = take(`${both}TCP  C6120065:1F90 wlc persistent 5000 FFFFFFFF \n${line('15', 3)}`, 1025);
  expect(more.map(({ value }) => [value.service, value.realServer, value.weight])).toEqual([
    ['198.18.0.101:8080', '198.18.0.21', 3],
  ]);
});

it('says everything again after a restart, and what is not there any more', () => {
  const { take, restart } = readings();
  take(both, 1000);
  restart();
  const again = take(heading + service + line('15', 1), 9000);
  expect(brief(again)).toEqual([
    ['198.18.0.21', 1],
    ['198.18.0.22', null],
  ]);
  expect(again.every(({ at, value }) => value.previousMs === at)).toBe(true);
});

it('does not take half a table for a whole one', () => {
  const { take } = readings();
  take(both, 1000);
  expect(() => take(`${both}garbage\n`, 1025)).toThrow(/unknown form/);
  expect(take(both, 1050)).toEqual([]);
});

it('believes a changed table of several pages only when it reads the same twice', () => {
  const { take } = readings();
  const large = (missing: number[]) =>
    heading + Array.from({ length: 60 }, (_, index) => (missing.includes(index) ? '' : many(index))).join('');
  const many = (index: number) =>
    `TCP  C61201${index.toString(16).toUpperCase().padStart(2, '0')}:0050 rr  \n${line('15', 1)}`;
  expect(take(large([]), 1000)).toEqual([]);
  const first = take(large([]).replaceAll('0          0', '1          9'), 1050);
  expect(first).toHaveLength(60);
  expect(first[0]).toMatchObject({ at: 1000.1, value: { previousMs: 1000.1, activeConnections: 0 } });
  // One service is deleted while the table is read, and another is missing from that reading.
  expect(take(large([7, 8]), 1100)).toEqual([]);
  expect(take(large([7]), 1150)).toEqual([]);
  const gone = take(large([7]), 1200);
  expect(gone).toEqual([
    expect.objectContaining({
      at: 1150.1,
      value: expect.objectContaining({ service: '198.18.1.7:80', weight: null, previousMs: 1050 }),
    }),
  ]);
});

it('a long row of blanks is gone through once', () => {
  const startedAt = process.cpuUsage();
  const text = `TCP  C612000A:0050 rr \n${' '.repeat(100_000)}\n`;
  expect(tableWatch().take({ text, beganMs: 1, endedMs: 2 })).toEqual([]);
  expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(1000);
});
