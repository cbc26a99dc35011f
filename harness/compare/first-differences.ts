/** A place in which two values differ. */
export interface Difference {
  /** `virtualServices.0.forwardingMethod`; empty: the values themselves. */
  path: string;
  a: string;
  b: string;
}

const absent = 'nothing';

/** Where two values of plain data differ, from the first place on: leaves of objects and lists of equal length. */
export function differencesOf(a: unknown, b: unknown, path = ''): Difference[] {
  if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
    if (Array.isArray(a) && Array.isArray(b) && isList(a, b)) return same(a, b) ? [] : [told(path, a, b)];
    const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => differencesOf(left[key], right[key], path === '' ? key : `${path}.${key}`));
  }
  return same(a, b) ? [] : [told(path, a, b)];
}

/** Lists of another length, and those of plain values, are told whole. */
function isList(a: unknown[], b: unknown[]): boolean {
  return a.length !== b.length || ![...a, ...b].some(isBranch);
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function told(path: string, a: unknown, b: unknown): Difference {
  return { path, a: inWords(a), b: inWords(b) };
}

/** Short: a list of nodes is told by their names, where they have some. */
function inWords(value: unknown): string {
  if (value === undefined || value === null) return absent;
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    const names = value.map((one) => (isBranch(one) ? nameOf(one) : String(one)));
    return names.length > 8 ? `${names.length} of them` : names.join(', ');
  }
  return isBranch(value) ? nameOf(value) : String(value);
}

function nameOf(value: object): string {
  if ('name' in value && typeof value.name === 'string') return value.name;
  return Object.entries(value)
    .map(([key, one]) => `${key} ${isBranch(one) ? JSON.stringify(one) : String(one)}`)
    .join(', ');
}
