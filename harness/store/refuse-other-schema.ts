import { usageError } from '../errors.ts';
import { schemaNumber } from './run-schema.ts';

/** What a version is called; anything else that stands in its place is not repeated to a user. */
const versionLike = /^[\w.+-]{1,40}$/;

/**
 * Refuses a file that another version of lvs-drill wrote in its own way, before its fields are looked at. `what` is what it
 * should be, such as "run". Throws a `DrillError` with exit code 64 that names the file, both schema numbers, and where the
 * file says so the version that wrote it.
 */
export function refuseOtherSchema(parsed: unknown, path: string, what: string): void {
  const schema = fieldOf(parsed, 'schema');
  if (schema === schemaNumber) return;
  if (typeof schema !== 'number') {
    throw usageError(`${path} is no ${what} of lvs-drill: it has no schema number.`, 'Name another file or folder.');
  }
  const age = schema > schemaNumber ? 'a newer' : 'an older';
  const writer = fieldOf(fieldOf(parsed, 'versions'), 'lvsDrill');
  const known = typeof writer === 'string' && versionLike.test(writer);
  throw usageError(
    `${path} has schema ${schema}, from ${age} lvs-drill; this one reads ${schemaNumber}.`,
    known ? `Use lvs-drill ${writer}, which wrote it.` : 'Use the version of lvs-drill that wrote it.',
  );
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
