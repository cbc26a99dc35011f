import { expect, test } from 'vitest';
import type { Scheduler, Traffic } from '../../model.ts';
import { statementOf } from './statement.ts';

test.each([
  ['rr', 'sequential', 'sequence'],
  ['rr', 'concurrent', 'counts'],
  ['wrr', 'keep-alive', 'counts'],
  ['wlc', 'held', 'sequence'],
  ['wlc', 'slow-server', 'bounds'],
  ['nq', 'concurrent', 'bounds'],
  ['lblcr', 'keep-alive', 'bounds'],
  ['fo', 'concurrent', 'sequence'],
  ['mh', 'concurrent', 'mapping'],
  ['sh', 'sequential', 'mapping'],
  ['dh', 'held', 'mapping'],
  ['twos', 'sequential', 'chance'],
] as [Scheduler, Traffic, string][])('%s under %s traffic: %s', (scheduler, traffic, statement) => {
  expect(statementOf(scheduler, traffic)).toBe(statement);
});
