import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

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

describe('checkedBy', () => {
  const schema = z.strictObject({ runs: z.array(z.strictObject({ ids: z.array(z.string()) })) });

  it('gives what a schema makes of a value, or what is wrong', () => {
    expect(checkedBy(schema, { runs: [{ ids: ['a'] }] })).toEqual({ data: { runs: [{ ids: ['a'] }] }, issues: null });
    expect(checkedBy(schema, { runs: [{ ids: [1] }] })).toMatchObject({ issues: [{ path: ['runs', 0, 'ids', 0] }] });
  });

  // Catches: `RangeError: Maximum call stack size exceeded` of a file with 200,000 mistakes (found by the fuzzer).
  it('tells of too many mistakes that they are', () => {
    const value = { runs: [{ ids: Array.from({ length: 200_000 }, () => 0) }] };
    const { issues } = checkedBy(schema, value);
    expect(issueWords(issues ?? [])).toBe('more mistakes than can be told');
    expect(() => schema.safeParse(value)).toThrow(RangeError);
  });
});
