import type { Aftermath, Ending, FoundFolder, Left, SuiteEnd } from './aftermath.ts';

/** A command that ended well. */
export function ending(different: Partial<Ending> = {}): Ending {
  return { exitCode: 0, signal: null, stdout: '', stderr: '', durationMs: 30_000, hung: false, ...different };
}

/** The folder of a run that passed. */
export function folder(different: Partial<FoundFolder> = {}): FoundFolder {
  return {
    path: '/out/failover/2026-11-20T04-50-12Z',
    there: true,
    saved: { status: 'judged', verdict: 'pass', trials: 1, plannedTrials: 1 },
    judged: { verdict: 'pass', failed: [] },
    report: ending(),
    ...different,
  };
}

/** The folder of a run that was killed in its only trial. */
export function cutShort(different: Partial<FoundFolder> = {}): FoundFolder {
  return folder({
    saved: { status: 'running', verdict: null, trials: 0, plannedTrials: 1 },
    judged: { verdict: 'unknown', failed: [] },
    ...different,
  });
}

/** Nothing. */
export const nothingLeft: Left = {
  containers: [],
  networks: [],
  processes: [],
  namespaces: [],
  links: [],
  mounts: [],
  files: [],
  guest: [],
};

/** What is seen when a run was interrupted and all went well. */
export function aftermath(different: Partial<Aftermath> = {}, suite: Partial<SuiteEnd> = {}): Aftermath {
  const interrupted: SuiteEnd = {
    ending: ending({
      exitCode: 130,
      stderr: 'Interrupted: healing, saving and cleaning up.\nInterrupted by the user.',
    }),
    folder: cutShort({ saved: { status: 'interrupted', verdict: 'unknown', trials: 1, plannedTrials: 1 } }),
    ...suite,
  };
  return {
    event: 'sigint',
    damages: 'harness',
    exits: [130, 'SIGINT'],
    done: 'SIGINT to the harness',
    suites: [interrupted],
    status: ending(),
    left: nothingLeft,
    ...different,
  };
}
