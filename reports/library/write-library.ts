import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { usageError } from '../../harness/errors.ts';
import { openFile } from '../../harness/store/open-file.ts';
import { replaceFile } from '../../harness/store/replace-file.ts';
import { inlineScript } from '../inline-script.ts';
import { readLibrary } from './library.ts';
import { libraryPage } from './library-page.ts';

/**
 * Writes `index.html` of a folder, the page of all runs below it, and returns its path. A reader finds the old page or the
 * new one, never half of one. Throws a `DrillError` with exit code 64 when there is no such folder, when it cannot be
 * written to (3: its disk is full), or when an index.html lies in it that is not ours.
 */
export async function writeLibrary(folder: string, version: string): Promise<string> {
  const root = resolve(folder);
  const facts = await stat(root).catch(() => null);
  if (facts?.isDirectory() !== true) {
    throw usageError(`There is no folder ${root}.`, 'Name the folder that your results lie in, such as results.');
  }
  const path = join(root, 'index.html');
  if ((await whoseIndex(root)) === 'strange') {
    throw usageError(`${path} was not written by lvs-drill.`, 'Move it out of the way, or name another folder.');
  }
  const library = await readLibrary(root);
  const text = libraryPage({ library, name: basename(root), version, script: await inlineScript('library') });
  await replaceFile(path, text);
  return path;
}

/** As much of a page as its `<meta name="generator">` is in. */
const headBytes = 4096;

/** Whose index.html lies in a folder: ours by what its head says. */
export async function whoseIndex(folder: string): Promise<'ours' | 'strange' | 'none'> {
  try {
    await using file = await openFile(join(folder, 'index.html'));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.toString('utf8', 0, bytesRead);
    return head.includes('<meta name="generator" content="lvs-drill ') ? 'ours' : 'strange';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'strange';
  }
}
