/** The known name that is at most a third of its letters away from the one given, and nearest to it; null: none is. */
export function nearest(name: string, known: readonly string[]): string | null {
  const [best] = known
    // A name that is much longer is further away than that; whoever gives a very long one does not wait for it.
    .filter((candidate) => Math.abs(candidate.length - name.length) <= nearEnough(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= nearEnough(candidate))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate ?? null;
}

function nearEnough(candidate: string): number {
  return Math.max(1, Math.floor(candidate.length / 3));
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substituted, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
