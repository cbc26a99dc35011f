import { expect, test } from 'vitest';
import type { RunHistory } from './history.ts';
import { sparkline } from './sparkline.ts';

function drawn(parts: Partial<RunHistory>): string {
  const history = {
    name: 'failoverMs',
    subject: 'kill-director',
    unit: 'ms',
    medians: [3000],
    predicted: null,
    ...parts,
  };
  return sparkline(history)?.markup ?? 'nothing';
}

test('the latest run is marked, larger is higher, the prediction is a band behind, and all of it stands in words', () => {
  const picture = drawn({ medians: [3000, 3200, 3100], predicted: { low: 2900, high: 3300 } });
  // 28 px high with 4 px of margin: 3300 at 4, 2900 at 24.
  expect(picture).toContain('<polyline points="4,19 60,9 116,14"/>');
  expect(picture).toContain('<circle cx="116" cy="14" r="3"/>');
  expect(picture).toContain('<rect x="0" y="4" width="120" height="20"/>');
  expect(picture).toContain(
    '<title>failoverMs of kill-director, median: 3.100 s in this run; predicted 2.900 .. 3.300 s; the 2 runs before 3.000 .. 3.200 s</title>',
  );
  expect(picture).toContain('3 runs: 3.000 .. 3.200 s');
});

test('a run that does not show the number is a gap, one alone between gaps is still seen, and nothing is made up', () => {
  const picture = drawn({ medians: [5, null, 7, 8, null] });
  expect(picture).toContain('<polyline class="alone" points="4,24 4,24"/>');
  expect(picture.match(/<polyline points="[^" ]+ [^" ]+"\/>/g)).toHaveLength(1);
  expect(picture).not.toContain('<circle');
  expect(picture).toContain('median: not shown by this run; not predicted');
  expect(picture).toContain('3 runs before: 5 .. 8 ms');
  expect(drawn({ medians: [null, 5] })).toContain('first to show it');
  expect(drawn({ medians: [null, null] })).toBe('nothing');
});

test('a single run, and runs that are all alike, lie in the middle', () => {
  expect(drawn({ medians: [5] })).toContain('<circle cx="60" cy="14" r="3"/>');
  expect(drawn({ medians: [5] })).toContain('first of its kind');
  expect(drawn({ medians: [0, 0], predicted: { low: 0, high: 0 } })).not.toContain('NaN');
});

test('names from a run.json are escaped', () => {
  expect(drawn({ subject: '<script>' })).not.toContain('<script>');
});
