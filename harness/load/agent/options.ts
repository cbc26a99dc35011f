import { isIPv4 } from 'node:net';
import { usageError } from '../../errors.ts';

/** One option: what it must be, in words and in code. */
export interface Field<T> {
  expected: string;
  accepts(value: unknown): value is Exclude<T, undefined>;
  optional?: true | undefined;
}

/** A whole number, both ends included. */
export function integer(low: number, high: number): Field<number> {
  return {
    expected: `a whole number from ${low} to ${high}`,
    accepts: (value): value is number =>
      Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
  };
}

/** Any finite number, both ends included. */
export function number(low: number, high: number): Field<number> {
  return {
    expected: `a number from ${low} to ${high}`,
    accepts: (value): value is number =>
      Number.isFinite(value) && (value as number) >= low && (value as number) <= high,
  };
}

/** A string that is not empty. */
export const text: Field<string> = {
  expected: 'a string that is not empty',
  accepts: (value): value is string => typeof value === 'string' && value !== '',
};

/** An IPv4 address in dotted form. */
export const address: Field<string> = {
  expected: 'an IPv4 address',
  accepts: (value): value is string => typeof value === 'string' && isIPv4(value),
};

/** At least one IPv4 address. */
export const addresses: Field<string[]> = {
  expected: 'a list of at least one IPv4 address',
  accepts: (value): value is string[] =>
    Array.isArray(value) && value.length > 0 && value.every((one) => address.accepts(one)),
};

/** An http URL. */
export const httpUrl: Field<string> = {
  expected: 'an http URL',
  accepts: (value): value is string =>
    typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'http:',
};

/** Whole numbers, both ends included; there may be none. */
export function integers(low: number, high: number): Field<number[]> {
  const one = integer(low, high);
  return {
    expected: `a list of whole numbers from ${low} to ${high}`,
    accepts: (value): value is number[] => Array.isArray(value) && value.every((number) => one.accepts(number)),
  };
}

/** Nothing but `true`. */
export const yes: Field<true> = { expected: 'true', accepts: (value): value is true => value === true };

/** One of these words. */
export function oneOf<W extends string>(...words: W[]): Field<W> {
  return {
    expected: words.join(' or '),
    accepts: (value): value is Exclude<W, undefined> => (words as unknown[]).includes(value),
  };
}

/** At least one object that has exactly these fields. */
export function listOfObjects<T extends object>(fields: Fields<T>): Field<T[]> {
  const named = Object.entries<Field<unknown>>(fields);
  return {
    expected: `a list of at least one of ${named.map(([name, field]) => `\`${name}\` (${field.expected})`).join(', ')}`,
    accepts: (value): value is T[] =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every(
        (one: unknown) =>
          typeof one === 'object' &&
          one !== null &&
          Object.keys(one).every((name) => Object.hasOwn(fields, name)) &&
          named.every(([name, field]) => field.accepts((one as Record<string, unknown>)[name])),
      ),
  };
}

/** The same field, which may be left out. */
export function optional<T>(field: Field<T>): Field<T | undefined> & { optional: true } {
  return { expected: field.expected, accepts: field.accepts as Field<T | undefined>['accepts'], optional: true };
}

/** A field for every option of `T`. */
export type Fields<T> = { [K in keyof T]-?: Field<T[K]> };

/** Reads a command's options from its JSON argument. Throws a usage error that names every mistake at once. */
export function readOptions<T extends object>(json: string | undefined, fields: Fields<T>): T {
  const given = parseObject(json ?? '{}');
  const mistakes: string[] = [];
  for (const [name, field] of Object.entries<Field<unknown>>(fields)) {
    const value = given[name];
    if (value === undefined && field.optional === true) continue;
    if (!field.accepts(value))
      mistakes.push(`expected the \`${name}\` option to be ${field.expected}, got ${show(value)}`);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      mistakes.push(`unknown option \`${name}\` (known: ${Object.keys(fields).join(', ')})`);
  }
  if (mistakes.length > 0) throw usageError(mistakes.join('\n'));
  return given as T;
}

function parseObject(json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw usageError(`expected the options to be one JSON object, got \`${json}\`: ${(error as Error).message}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw usageError(`expected the options to be one JSON object, got ${show(parsed)}`);
  }
  return parsed as Record<string, unknown>;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : `\`${JSON.stringify(value)}\``;
}
