import { exitCodes } from '../../errors.ts';
import type { SuiteEnd } from '../aftermath.ts';
import type { Invariant } from '../invariant.ts';

/** That of a verdict needs a run that says so; any other has to be one of those that the event may cause. */
export const invariant: Invariant = {
  name: 'exit-code',
  summary: 'a suite ends with the exit code that the help documents for what became of it',
  broken: ({ suites, exits }) =>
    suites.flatMap((suite) => {
      const { exitCode, signal, hung } = suite.ending;
      if (hung || (exitCode !== null && exitCode === codeOfVerdict(suite))) return [];
      const how = signal ?? exitCode;
      if (exits.some((one) => one === how)) return [];
      const saved = suite.folder?.saved;
      const says =
        saved === null || saved === undefined ? 'no run.json' : `a run.json (${saved.status}, ${saved.verdict})`;
      return [`The suite ended with ${how}, expected ${exits.join(', ') || 'that of its verdict'}; it left ${says}.`];
    }),
};

function codeOfVerdict({ folder }: SuiteEnd): number | null {
  const saved = folder?.saved;
  return saved?.status === 'judged' && saved.verdict !== null ? exitCodes[saved.verdict] : null;
}
