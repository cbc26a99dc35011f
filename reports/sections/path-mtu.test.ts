import { expect, test } from 'vitest';
import { blankRun, handMade } from '../../harness/measure/synthetic-run.ts';
import { icmpDropped, tunnelled } from '../../harness/measure/synthetic-sizes.ts';
import type { Observation, SizedRequestValue, TrialRecord } from '../../harness/model.ts';
import { pathMtuSection } from './path-mtu.ts';

const run = blankRun({
  topology: tunnelled,
  faults: [icmpDropped],
  trials: [{ index: 3, fault: icmpDropped.name } as TrialRecord],
});

function sent(
  stage: SizedRequestValue['stage'],
  direction: SizedRequestValue['direction'],
  bytes: number,
  stalls: boolean,
): Observation {
  const outcome = stalls ? 'response-timeout' : 'ok';
  const value = { trial: 3, stage, service: '198.18.0.10:80', direction, bytes, latencyMs: 12, realServer: null };
  return { series: 'sized-request', at: 1, node: 'client-1', value: { ...value, outcome } };
}

test('the edge of every sweep, predicted beside measured, with what was not tried below it', () => {
  const sizes = [1400, 1420, 1440];
  const all = sizes.flatMap((bytes) => [
    sent('before', 'request', bytes, false),
    sent('under', 'request', bytes, bytes >= 1429),
    sent('under', 'response', bytes, false),
  ]);
  const markup = pathMtuSection({ recording: handMade(run, all) })?.body.markup ?? '';
  const rows = (/<tbody>(.*)<\/tbody>/s.exec(markup)?.[1] ?? '').split('<tr').slice(1);
  const cells = rows.map((row) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) => (cell[1] ?? '').replace(/<[^>]+>/g, '')),
  );
  expect(cells).toEqual([
    ['3', 'the request, with its head', '1400 .. 1440 B, 3 of them', 'none', '1429 B', '1440 B ± 19 B', '–'],
    ['3', 'the body of the answer', '1400 .. 1440 B, 3 of them', '–', 'none', 'none', '–'],
  ]);
});

test('nothing to show without sizes', () => {
  expect(pathMtuSection({ recording: handMade(run, []) })).toBeNull();
});
