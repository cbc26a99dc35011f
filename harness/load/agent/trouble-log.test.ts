import { expect, it } from 'vitest';
import type { TroubleLine } from './protocol.ts';
import { createTroubleLog } from './trouble-log.ts';

it('prints a repeated cause once per second, with a count, and loses none', () => {
  const lines: TroubleLine[] = [];
  const warnings: string[] = [];
  const clock = { nowMs: 0 };
  const log = createTroubleLog((line) => lines.push(line), {
    now: () => clock.nowMs,
    warn: (text) => warnings.push(text),
  });
  for (clock.nowMs = 0; clock.nowMs < 1500; clock.nowMs += 100) log.report('no ports');
  log.report('no memory');
  log.finish();
  expect(lines).toEqual([
    { trouble: 'no ports', at: 0, times: 1 },
    { trouble: 'no ports', at: 1000, times: 10 },
    { trouble: 'no memory', at: 1500, times: 1 },
    { trouble: 'no ports', at: 1500, times: 4 },
  ]);
  expect(warnings).toEqual(['no ports', 'no ports (10 times)', 'no memory', 'no ports (4 times)']);
});
