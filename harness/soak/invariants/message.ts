import type { Ending } from '../aftermath.ts';
import type { Invariant } from '../invariant.ts';

/** It may begin with a command, a path or the name of a node. */
const sentence = /^([A-Z`/]|[a-z]+(-[a-z]+)*-\d+ ).*[.!?]$/;

/** Longer than this is no sentence; a failed command carries what it printed. */
const longest = 700;

const notForUsers = [
  { what: 'a stack trace', found: /^\s+at .+[:(]\d+:\d+\)?$/m },
  { what: 'a bug of lvs-drill', found: /This is a bug of lvs-drill/ },
  { what: 'an unhandled error', found: /Unhandled|UnhandledPromise|Uncaught/i },
  { what: 'a warning of Node', found: /\(node:\d+\)/ },
  { what: 'an object without words', found: /\[object Object\]/ },
];

export const invariant: Invariant = {
  name: 'message',
  summary: 'what the user is told is a sentence, not a stack trace',
  broken: ({ suites, status }) => [
    ...suites.flatMap(({ ending }) => faultsOf('The suite', ending)),
    ...faultsOf('`lab status`', status),
    ...suites.flatMap(({ folder }) => (folder === null ? [] : faultsOf('`report`', folder.report))),
  ],
};

function faultsOf(who: string, { exitCode, signal, stdout, stderr }: Ending): string[] {
  const shown = notForUsers
    .filter(({ found }) => found.test(stdout) || found.test(stderr))
    .map(({ what }) => `${who} showed ${what}.`);
  // What killed it left it no time to speak; a verdict is told in the table.
  if (signal !== null || exitCode === null || exitCode <= 2) return shown;
  const said = wordsOf(stderr).join('\n');
  if (said === '') return [...shown, `${who} ended with ${exitCode} without a word.`];
  if (said.length > longest)
    return [...shown, `${who} ended with ${said.length} characters: ${said.slice(0, 200)} ...`];
  return said.split('\n').some((line) => sentence.test(line.trim()))
    ? shown
    : [...shown, `${who} ended without a sentence: ${said}`];
}

/** Without the lines of stages, which say where it failed. */
function wordsOf(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /\w/.test(line) && !line.startsWith('[FAILED]'));
}
