/** Compares texts by code units, for `sort`: the locale's order is another on another machine. ISO instants sort by time. */
export function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
