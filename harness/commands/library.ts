import { whoseIndex, writeLibrary } from '../../reports/library/write-library.ts';
import { messageOf } from '../errors.ts';
import { ownVersion } from './own-version.ts';

/**
 * `npm run report -- --index <folder>`: writes the page of all runs below a folder and prints where it is. Throws a
 * `DrillError` with exit code 64 when there is no such folder.
 */
export async function libraryCommand(folder: string, print: (line: string) => void = console.log): Promise<void> {
  print(await writeLibrary(folder, await ownVersion()));
}

/**
 * Writes the page of a results folder again, if somebody has asked for one there before; a results folder without one
 * stays so. Never throws: the run that was just recorded is worth more than a page over it.
 */
export async function refreshLibrary(folder: string, complain: (line: string) => void = console.error): Promise<void> {
  try {
    if ((await whoseIndex(folder)) === 'ours') await writeLibrary(folder, await ownVersion());
  } catch (error) {
    complain(`The page of all runs in ${folder} could not be written again: ${messageOf(error)}`);
  }
}
