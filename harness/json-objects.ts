import { DrillError } from './errors.ts';

/** An object of JSON that nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What of a list are objects; none where it is no list. */
export function objectsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];
}

/**
 * The objects of which `ip -json` or `tc -json` printed a list; none where it printed nothing, as tc does for nothing.
 * Throws a `DrillError` that shows anything else.
 */
export function printedObjects(printer: string, text: string): JsonObject[] {
  if (text.trim() === '') return [];
  let printed: unknown;
  try {
    printed = JSON.parse(text);
  } catch {
    // Told below, as any other thing that is no list.
  }
  if (Array.isArray(printed)) return objectsIn(printed);
  throw new DrillError(`${printer} printed no list in JSON: ${JSON.stringify(text.slice(0, 200))}.`);
}
