/**
 * The subjects that a name in a threshold means: the one that is called so, or else all that begin with it as a whole word:
 * `DR` for `DR 10 KB kept`, `stall-director` for `stall-director 3.000 s`, `mh` for `mh: removed`.
 */
export function subjectsNamed(name: string, subjects: readonly string[]): string[] {
  if (subjects.includes(name)) return [name];
  return subjects.filter((one) => one.startsWith(`${name} `) || one.startsWith(`${name}:`));
}
