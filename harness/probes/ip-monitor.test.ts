import { expect, test } from 'vitest';
import { parseStamp } from './ip-monitor.ts';

test('the time is UTC, to the microsecond', () => {
  expect(parseStamp('[2026-11-20T05:18:11.255301] Deleted 7: eth0')).toEqual({
    realtimeMs: Date.UTC(2026, 10, 20, 5, 18, 11) + 255.301,
    rest: 'Deleted 7: eth0',
  });
});

test('an empty line says nothing; one without its time may be a change and is refused', () => {
  expect(parseStamp('  ')).toBeNull();
  expect(() => parseStamp('7: eth0 inet 198.18.0.100/32')).toThrow(/unknown form/);
});

test('a stamp that is no date is of unknown form', () => {
  expect(() => parseStamp('[2026-13-45T99:99:99.123456] 7: eth0')).toThrow('line of unknown form');
});
