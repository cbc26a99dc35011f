import { expect, test } from 'vitest';
import { parsedJson } from './stored-json.ts';

const read = (text: string) => parsedJson(text, 'x.json', 'Restore it.');
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

// Whatever goes through it later, as JSON.stringify does, would run out of stack: a RangeError, and exit code 70.
test('what is nested deeper than anything of ours is refused', () => {
  expect(read(nested(100))).toHaveLength(1);
  expect(() => read(nested(101))).toThrow('x.json is nested deeper than 100 levels.');
  expect(() => read(`{"a":${nested(200_000)}}`)).toThrow('nested deeper');
});

test('brackets in strings are text', () => {
  const text = `${'['.repeat(200)}\\"${'{'.repeat(200)}`;
  expect(read(JSON.stringify({ [text]: text }))).toEqual({ [text]: text });
});

test('what is no JSON has a line', () => {
  expect(() => read('{\n"a": \u001b[2J}')).toThrow('x.json, line 2: no JSON');
});
