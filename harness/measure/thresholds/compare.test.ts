import { expect, test } from 'vitest';
import { holds, limitRange, worseFirst } from './compare.ts';
import type { Operator } from './parse.ts';
import { subjectsNamed } from './subjects.ts';

test.each<[Operator, boolean, boolean, boolean]>([
  ['<', true, false, false],
  ['<=', true, true, false],
  ['>', false, false, true],
  ['>=', false, true, true],
  ['==', false, true, false],
  ['!=', true, false, true],
])('9, 10 and 11 %s 10', (operator, ...expected) => {
  expect([9, 10, 11].map((value) => holds({ operator, limit: 10 }, value))).toEqual(expected);
});

test.each<[Operator, number]>([
  ['<', 20],
  ['<=', 20],
  ['>', 4],
  ['>=', 4],
  ['==', 20],
  ['!=', 9],
])('the worst of 4, 9 and 20 where %s 10 is asked for', (operator, worst) => {
  expect([4, 9, 20].toSorted((a, b) => worseFirst({ operator, limit: 10 }, b, a))[0]).toBe(worst);
});

test('an interval is told where there is one', () => {
  expect(limitRange({ operator: '<', limit: 10 }, false)).toEqual({ low: 0, high: 10 });
  expect(limitRange({ operator: '==', limit: 10 }, true)).toEqual({ low: 10, high: 10 });
  expect(limitRange({ operator: '<', limit: 10 }, true)).toBeNull();
  expect(limitRange({ operator: '>', limit: 10 }, false)).toBeNull();
  expect(limitRange({ operator: '!=', limit: 10 }, false)).toBeNull();
});

test('a name means the subject that is called so, or those that begin with it as a word', () => {
  const subjects = ['stall-director 1.000 s', 'stall-director 3.000 s', 'stall', 'mh: removed', 'mh: drained'];
  expect(subjectsNamed('stall-director', subjects)).toEqual(subjects.slice(0, 2));
  expect(subjectsNamed('stall', subjects)).toEqual(['stall']);
  expect(subjectsNamed('mh', subjects)).toEqual(subjects.slice(3));
  expect(subjectsNamed('mh: removed', subjects)).toEqual(['mh: removed']);
  expect(subjectsNamed('stall-dir', subjects)).toEqual([]);
});
