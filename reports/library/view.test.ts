import { expect, test } from 'vitest';
import { firstView, fragmentOf, type View, viewOf } from './view.ts';

test.each<[string, Partial<View>]>([
  ['the first', {}],
  ['words that mean something in a link', { query: 'a&b=c #d "ü" verdict:fail' }],
  ['verdicts', { verdicts: ['fail', 'unknown'] }],
  ['no verdict at all', { verdicts: [] }],
  [
    'all of it',
    { query: 'x', verdicts: ['pass'], suite: 'failover', sort: 'duration', descending: true, unfolded: true },
  ],
  ['the other way round', { sort: 'when', descending: false }],
])('a link brings back the view: %s', (_, parts) => {
  const view = { ...firstView, ...parts };
  expect(viewOf(fragmentOf(view))).toEqual(view);
});

test('the first view needs no fragment, a link to a section is no view, and nonsense is the first view', () => {
  expect(fragmentOf(firstView)).toBe('');
  expect(viewOf('')).toEqual(firstView);
  expect(viewOf('unreadable')).toBeNull();
  expect(viewOf('sort=-colour&drills=maybe&x=%zz')).toEqual(firstView);
  expect(viewOf('verdict=none')?.verdicts).toEqual([]);
});
