/**
 * The folders behind each `--candidate` of a command line, one set for each time that it is given: an option parser gathers
 * them all in one list. `--candidate=x` is one of one folder.
 */
export function candidateSets(argv: readonly string[]): string[][] {
  const sets: string[][] = [];
  let open = false;
  for (const word of argv) {
    if (word === '--candidate') sets.push([]);
    else if (word.startsWith('--candidate=')) sets.push([word.slice('--candidate='.length)]);
    else if (open && !word.startsWith('-')) sets.at(-1)?.push(word);
    open = word === '--candidate' || (open && !word.startsWith('-'));
  }
  return sets;
}
