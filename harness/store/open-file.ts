import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** More than any file that is read whole: a run.json of a night takes a few megabytes. */
const longestTextBytes = 256 * 2 ** 20;

/**
 * Opens a file for reading. Throws as `open` does, and at once for what is none, also where a link leads to it: a FIFO
 * would make its reader wait for somebody to write, and some devices never end.
 */
export async function openFile(path: string): Promise<FileHandle> {
  // Without O_NONBLOCK the opening itself would wait; it means nothing to a file.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await file.stat();
    if (facts.isFile()) return file;
    throw notReadable('ENOTSUP', facts.isDirectory() ? 'it is a folder' : 'it is no file');
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A whole file as text. Throws as `openFile` does, and for one that is too long to be one of ours. */
export async function readText(path: string): Promise<string> {
  await using file = await openFile(path);
  const { size } = await file.stat();
  if (size > longestTextBytes) throw notReadable('EFBIG', `it has ${size} bytes, expected at most ${longestTextBytes}`);
  return await file.readFile('utf8');
}

/** With a code, as errors of files have. */
function notReadable(code: string, why: string): Error {
  return Object.assign(new Error(why), { code });
}
