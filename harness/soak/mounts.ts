import { readFile } from 'node:fs/promises';

/** Mount points at or below a folder in this process's mount namespace, outer ones first (proc(5), mountinfo). */
export async function mountsBelow(folder: string): Promise<string[]> {
  return mountPointsIn(await readFile('/proc/self/mountinfo', 'utf8')).filter(
    (point) => point === folder || point.startsWith(`${folder}/`),
  );
}

/** The mount points in the text of a mountinfo. Blanks and the like in them stand there as three octal digits. */
export function mountPointsIn(mountinfo: string): string[] {
  return mountinfo
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}
