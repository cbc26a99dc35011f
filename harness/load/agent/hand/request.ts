import type { HandAct } from '../../../cluster/interface.ts';
import { address, type Field, integer, number, text } from '../options.ts';
import type { HandRequest } from '../protocol.ts';

const pid = integer(2, 2 ** 22);
const id = integer(0, Number.MAX_SAFE_INTEGER);

const actFields: { [K in HandAct['do']]: Record<string, Field<unknown>> } = {
  'power-off': { initPid: pid, address },
  signal: { initPid: pid, comm: text, signal: oneOf('SIGTERM', 'SIGHUP'), which: oneOf('parent', 'all') },
  annihilate: { initPid: pid, comm: text },
  freeze: { initPid: pid },
  thaw: { initPid: pid },
};

/** The id of a request, as far as it has one. */
export function requestId(line: string): number | null {
  try {
    const given = (JSON.parse(line) as { id?: unknown }).id;
    return id.accepts(given) ? given : null;
  } catch {
    return null;
  }
}

/** Reads one line of the hand's input. Throws an error that says what is wrong with it. */
export function readRequest(line: string): HandRequest {
  const given = JSON.parse(line) as Record<string, unknown> | null;
  if (typeof given !== 'object' || given === null) throw new Error(`expected a JSON object, got ${line}`);
  check('id', given.id, id);
  if (given.now === true) return given as HandRequest;
  if (given.look !== undefined) {
    check('look', given.look, pid);
    return given as HandRequest;
  }
  const act = given.act as Record<string, unknown> | undefined;
  const deed = String(act?.do);
  if (act === undefined || !Object.hasOwn(actFields, deed)) {
    throw new Error(
      `expected \`now\`, \`look\` or an \`act\` that does ${Object.keys(actFields).join(', ')}, got ${line}`,
    );
  }
  for (const [name, field] of Object.entries(actFields[deed as HandAct['do']])) check(name, act[name], field);
  check('atMs', given.atMs, number(0, Number.MAX_SAFE_INTEGER));
  return given as HandRequest;
}

function check(name: string, value: unknown, field: Field<unknown>): void {
  if (!field.accepts(value))
    throw new Error(`expected \`${name}\` to be ${field.expected}, got \`${JSON.stringify(value)}\``);
}

function oneOf(...words: string[]): Field<string> {
  return {
    expected: words.join(' or '),
    accepts: (value): value is string => words.includes(value as string),
  };
}
