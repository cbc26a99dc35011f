import { expect, test } from 'vitest';
import { matches, parseQuery, type Searched } from './query.ts';

const row: Searched = {
  fields: {
    suite: 'reversion',
    scenario: 'preempt-delay',
    topology: 'known-bad/drifted',
    verdict: 'fail',
    status: 'judged',
    fault: 'kill-director stop-keepalived',
    engine: 'lab',
    kernel: '7.2.7',
    keepalived: 'Keepalived v2.3.3',
    when: '2026-11-20T12:47:00.000Z',
    run: 'reversion/2026-11-20T12-47-00Z/preempt-delay',
  },
  text: 'preempt-delay ✗ fail failed: 198.18.0.10:80 came back after 3.65 s',
};

test.each([
  ['', true],
  ['   ', true],
  ['came 3.65', true],
  ['CAME', true],
  ['came never', false],
  ['"came back"', true],
  ['"back came"', false],
  ['"came ba', true],
  ['suite:reversion verdict:fail', true],
  ['Suite:Reversion', true],
  ['suite:failover', false],
  ['suite:failover,reversion', true],
  ['verdict:pass,unknown', false],
  ['-verdict:pass', true],
  ['-verdict:fail', false],
  ['-topology:known-bad', false],
  ['-never', true],
  ['fault:stop-keepalived', true],
  ['keepalived:"v2.3.3"', true],
  ['when:2026-11-20', true],
  // Still being typed.
  ['verdict:', true],
  ['-', true],
  // No field of ours.
  ['198.18.0.10:80', true],
  ['failed:', true],
  ['http://198', false],
  ['constructor:x', false],
])('%s: %s', (query, found) => {
  expect(matches(parseQuery(query), row)).toBe(found);
});
