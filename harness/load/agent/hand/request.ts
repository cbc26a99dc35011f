import type { HandAct } from '../../../cluster/interface.ts';
import { address, addresses, type Field, integer, number, oneOf, text } from '../options.ts';
import type { HandRequest } from '../protocol.ts';

const pid = integer(2, 2 ** 22);
const id = integer(0, Number.MAX_SAFE_INTEGER);
const instant = number(0, Number.MAX_SAFE_INTEGER);
const tool = oneOf('ip', 'tc');

const flag: Field<boolean> = {
  expected: 'true or false',
  accepts: (value): value is boolean => typeof value === 'boolean',
};

const anyText: Field<string> = {
  expected: 'a string',
  accepts: (value): value is string => typeof value === 'string',
};

/** One command of a batch: a line break in it would make two. */
const line: Field<string> = {
  expected: 'strings of one line',
  accepts: (value): value is string => text.accepts(value) && !/[\n\r]/.test(value) && value.trim() !== '',
};

/** A path that says itself where it leads. */
const filePath: Field<string> = {
  expected: 'an absolute path of a file, without `..`',
  accepts: (value): value is string =>
    text.accepts(value) &&
    value.startsWith('/') &&
    !value.endsWith('/') &&
    !value.includes('\0') &&
    !value.split('/').some((part) => part === '..' || part === '.'),
};

/** The kernel refuses less, and longer periods than a second (min_cfs_quota_period, max_cfs_quota_period). */
const leastQuotaUs = 1000;
const longestPeriodUs = 1_000_000;

/** An act may last that long, ms. */
const longestActMs = 60_000;

const undo: Field<{ afterMs: number; lines: string[] }> = {
  expected: `\`afterMs\` up to ${longestActMs}, and \`lines\`, a list of at least one of one line each`,
  accepts: (value): value is { afterMs: number; lines: string[] } => {
    const { afterMs, lines, ...rest } = (value ?? {}) as Record<string, unknown>;
    const known = Object.keys(rest).length === 0;
    return known && number(0, longestActMs).accepts(afterMs) && listOf(line, 1).accepts(lines);
  },
};

const actFields: { [K in HandAct['do']]: Record<string, Field<unknown>> } = {
  'power-off': { initPid: pid, addresses },
  signal: {
    initPid: pid,
    comm: text,
    signal: oneOf('SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGSTOP', 'SIGCONT'),
    which: oneOf('parent', 'all'),
  },
  annihilate: { initPid: pid, comm: text },
  freeze: { initPid: pid },
  thaw: { initPid: pid },
  link: { initPid: pid, address, up: flag },
  network: { initPid: pid, address, tool, prepare: listOf(line, 0), strike: listOf(line, 1), undo: orAbsent(undo) },
  'write-file': { initPid: pid, path: filePath, content: orNull(anyText) },
  'cpu-quota': {
    initPid: pid,
    quotaUs: orNull(integer(leastQuotaUs, Number.MAX_SAFE_INTEGER)),
    periodUs: integer(leastQuotaUs, longestPeriodUs),
  },
};

const inspectFields: Record<string, Field<unknown>> = { initPid: pid, address, tool, args: listOf(text, 1) };

/** The id of a request, as far as it has one. */
export function requestId(requestLine: string): number | null {
  try {
    const given = (JSON.parse(requestLine) as { id?: unknown }).id;
    return id.accepts(given) ? given : null;
  } catch {
    return null;
  }
}

/** Reads one line of the hand's input. Throws an error that says what is wrong with it. */
export function readRequest(requestLine: string): HandRequest {
  const given = JSON.parse(requestLine) as Record<string, unknown> | null;
  if (typeof given !== 'object' || given === null) throw new Error(`expected a JSON object, got ${requestLine}`);
  check('id', given.id, id);
  if (given.now === true) return given as HandRequest;
  if (given.look !== undefined) {
    check('look', given.look, pid);
    return given as HandRequest;
  }
  if (typeof given.inspect === 'object' && given.inspect !== null) {
    checkAll(given.inspect as Record<string, unknown>, inspectFields);
    return given as HandRequest;
  }
  if (given.read !== undefined) {
    check('read', given.read, listOf(filePath, 1));
    if (given.atMs !== undefined) check('atMs', given.atMs, instant);
    return given as HandRequest;
  }
  const act = given.act as Record<string, unknown> | undefined;
  const deed = String(act?.do);
  if (act === undefined || !Object.hasOwn(actFields, deed)) {
    throw new Error(
      `expected \`now\`, \`look\`, \`inspect\`, \`read\` or an \`act\` that does ${Object.keys(actFields).join(', ')}, got ${requestLine}`,
    );
  }
  checkAll(act, actFields[deed as HandAct['do']]);
  check('atMs', given.atMs, instant);
  return given as HandRequest;
}

function checkAll(given: Record<string, unknown>, fields: Record<string, Field<unknown>>): void {
  for (const [name, field] of Object.entries(fields)) check(name, given[name], field);
}

function check(name: string, value: unknown, field: Field<unknown>): void {
  if (!field.accepts(value))
    throw new Error(`expected \`${name}\` to be ${field.expected}, got \`${JSON.stringify(value)}\``);
}

function listOf<T>(item: Field<T>, least: number): Field<T[]> {
  return {
    expected: `a list of at least ${least}: ${item.expected}`,
    accepts: (value): value is T[] => Array.isArray(value) && value.length >= least && value.every(item.accepts),
  };
}

function orAbsent<T>(field: Field<T>): Field<T | undefined> {
  return {
    expected: `${field.expected}, or nothing`,
    accepts: ((value) => value === undefined || field.accepts(value)) as Field<T | undefined>['accepts'],
  };
}

function orNull<T>(field: Field<T>): Field<T | null> {
  return {
    expected: `${field.expected}, or null`,
    accepts: (value): value is Exclude<T, undefined> | null => value === null || field.accepts(value),
  };
}
