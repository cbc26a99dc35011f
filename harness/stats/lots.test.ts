import { expect, test } from 'vitest';
import { type Draw, likelinessTest, repeatsTest } from './lots.ts';
import { seededRandom } from './seeded-random.ts';

const draws = (count: number, of: (place: number) => Draw): Draw[] => Array.from({ length: count }, (_, n) => of(n));
const coin = [0.5, 0.5];

test('a fair coin repeats itself half of the time; turns never do', () => {
  const random = seededRandom(3);
  const fair = repeatsTest(draws(401, () => ({ chances: coin, taken: random() < 0.5 ? 0 : 1 })));
  expect(fair).toMatchObject({ expected: 200 });
  expect(fair?.p).toBeGreaterThan(0.01);
  const turns = repeatsTest(draws(401, (n) => ({ chances: coin, taken: n % 2 })));
  expect(turns).toMatchObject({ observed: 0, expected: 200 });
  expect(turns?.p).toBeLessThan(1e-12);
  // 210 of 400 are one standard deviation more than 200.
  const more = repeatsTest(draws(401, (n) => ({ chances: coin, taken: n <= 210 ? 0 : n % 2 })));
  expect(more).toMatchObject({ observed: 210 });
  expect(more?.p).toBeCloseTo(0.3173, 4);
});

test('what is drawn has the chances it should, on average', () => {
  const random = seededRandom(4);
  const chances = [0.75, 0.25];
  expect(likelinessTest(draws(400, () => ({ chances, taken: random() < 0.75 ? 0 : 1 })))?.p).toBeGreaterThan(0.01);
  const always = likelinessTest(draws(400, () => ({ chances, taken: 0 })));
  expect(always).toMatchObject({ observed: 300, expected: 250 });
  expect(always?.p).toBeLessThan(1e-12);
  expect(likelinessTest(draws(400, (n) => ({ chances, taken: n % 2 })))?.p).toBeLessThan(1e-12);
});

test('null where nothing, or too little, was left to chance', () => {
  expect(repeatsTest([])).toBeNull();
  expect(repeatsTest(draws(20, () => ({ chances: coin, taken: 0 })))).toBeNull();
  expect(repeatsTest(draws(400, () => ({ chances: [1, 0], taken: 0 })))).toBeNull();
  expect(likelinessTest(draws(99, () => ({ chances: [0.75, 0.25], taken: 0 })))).toBeNull();
  expect(likelinessTest(draws(400, () => ({ chances: coin, taken: 0 })))).toBeNull();
});
