import { resolve, sep } from 'node:path';

/** A message about what lies in a folder, for a page in it: that may be read on a machine where the folder lies elsewhere. */
export function toldWithin(folder: string, message: string): string {
  return message.replaceAll(`${resolve(folder)}${sep}`, '');
}
