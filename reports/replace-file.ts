import { rename, writeFile } from 'node:fs/promises';

/** Writes a file so that a reader finds the old one or the new one, never half of one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const aside = `${path}.aside`;
  await writeFile(aside, text);
  await rename(aside, path);
}
