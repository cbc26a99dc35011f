import { readFile } from 'node:fs/promises';

/**
 * Lines with which a Linux kernel says that something went wrong inside it. A run during which one appears proves
 * nothing. (LAB.md's trap list; the kernel's own Documentation/admin-guide/bug-hunting.rst.)
 */
const trouble = /\bBUG:|Bad page|\bOops\b|Call Trace|Kernel panic/;

/** The lines of a console log that mean trouble, each once, in order. */
export function troubleIn(consoleText: string): string[] {
  return [...new Set(consoleText.split(/\r?\n/).filter((line) => trouble.test(line)))];
}

/** Trouble written to the log behind its first `offset` bytes. */
export async function troubleSince(path: string, offset: number): Promise<string[]> {
  const log = await readFile(path);
  return troubleIn(log.subarray(offset).toString('utf8'));
}
