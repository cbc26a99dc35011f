import { expect, it } from 'vitest';
import { cohortPorts, connectionPorts, localPorts, probePorts, sizePorts, trafficPorts } from './local-ports.ts';

it('gives each source every port of the range once before it gives one again', () => {
  const next = localPorts({ first: 100, last: 103 }, 2.7);
  expect([1, 2, 3, 4, 5].map(() => next('198.18.0.41'))).toEqual([102, 103, 100, 101, 102]);
  expect(next('198.18.0.42')).toBe(102);
});

it('keeps the kinds of traffic and the kernel’s own choice apart', () => {
  expect(trafficPorts.first).toBeGreaterThan(1023);
  expect(trafficPorts.last).toBeLessThan(cohortPorts.first);
  expect(cohortPorts.last).toBeLessThan(sizePorts.first);
  expect(sizePorts.last).toBeLessThan(connectionPorts.first);
  expect(connectionPorts.last).toBeLessThan(probePorts.first);
  expect(probePorts.last).toBeLessThan(32_768);
});
