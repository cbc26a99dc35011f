import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { labOf } from '../engine/lab/boot.ts';
import { type FoundLab, findLabs } from '../engine/lab/labs.ts';
import { cacheFolder, labsFolder } from '../engine/lab/paths.ts';
import { exitCodes } from '../errors.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { waitUntil } from '../wait-until.ts';
import type { Aftermath, Ending, FoundFolder, SuiteEnd } from './aftermath.ts';
import type { Scene } from './event.ts';
import { inspectFolder, runFoldersIn } from './found-folder.ts';
import { hostProcesses, ofSoak, soakVariable } from './host-processes.ts';
import { type KeptLab, type Looking, look, type Seen } from './look.ts';
import type { PlannedEvent } from './plan.ts';
import { hangsAfterMs, type RunningSuite, reachPoint, startCommand } from './running-suite.ts';

/** What a suite is told: the shortest that there is. */
const suiteArgv = ['suite', 'failover', '--fault', 'stop-keepalived', '--trials', '1', '--probe-interval', '20'];

/** The environment of everything that a soak starts. */
export function environment(looking: Pick<Looking, 'paths' | 'soak'>, cacheHome: string): Record<string, string> {
  return { XDG_CACHE_HOME: cacheHome, TMPDIR: looking.paths.tmp, [soakVariable]: looking.soak };
}

/**
 * Performs one event: a suite is started and struck at its point; when it has ended and what was done is undone, everything
 * is looked at. Nothing is judged here. `looking.kept` is the lab that is up, where the event wants it.
 */
export async function performEvent(
  { number, event, point, seed }: PlannedEvent,
  looking: Looking,
): Promise<{ aftermath: Aftermath; seen: Seen; outputs: string[] }> {
  const { paths } = looking;
  const cleanUps: (() => Promise<void>)[] = [];
  const undos: (() => Promise<void>)[] = [];
  const suites: RunningSuite[] = [];
  try {
    const arranged = (await event.arrange?.(paths, (work) => cleanUps.push(work))) ?? {};
    const cacheHome = arranged.cacheHome ?? (event.lab === 'kept' ? paths.keptCache : paths.ownCache);
    const out = arranged.out ?? join(paths.out, String(number));
    const env = environment(looking, cacheHome);
    const start = (): RunningSuite => {
      const suite = startCommand(arranged.argv ?? [...suiteArgv, '--engine', 'lab', '--out', out], env);
      suites.push(suite);
      return suite;
    };
    const suite = start();
    const scene: Scene = {
      random: seededRandom(seed),
      paths,
      suite,
      startAnother: start,
      lab: () => labOfSuite(suite, cacheHome),
      docker: async () => {
        const lab = await labOfSuite(suite, cacheHome, true);
        return lab === null ? null : labOf(lab.record, lab.folder).docker;
      },
      undo: (work) => undos.push(work),
    };
    await reachPoint(suite, point, event.lab === 'own');
    // So that namespaces are known that outlive all their processes but one.
    ofSoak(await hostProcesses(), looking.soak, looking.knownNamespaces, looking.ownPidNamespace);
    let done: string | null;
    let endings: Ending[];
    try {
      done = await event.strike(scene);
      endings = await Promise.all(suites.map(({ ended }) => ended));
    } finally {
      for (const undo of undos.splice(0).reverse()) await undo();
    }
    const status = await startCommand(['lab', 'status'], env).ended;
    const folders = await runFoldersIn(out);
    const found: FoundFolder[] = [];
    for (const path of folders)
      found.push(await inspectFolder(path, (one) => startCommand(['report', one], env).ended));
    const ends = withFolders(
      endings,
      suites.map((one) => one.output()),
      found,
    );
    const seen = await look(looking);
    const aftermath: Aftermath = {
      event: event.name,
      damages: event.damages,
      exits: event.exits,
      done,
      suites: ends,
      status,
      left: seen.left,
    };
    return { aftermath, seen, outputs: suites.map((one) => one.output()) };
  } finally {
    for (const one of suites) one.kill('SIGKILL', 'group');
    for (const undo of undos.reverse()) await undo().catch(() => {});
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

/**
 * Each suite with the folder that it names in what it printed; one that was killed before it could has, of those that nobody
 * names, the next. One that refused has none.
 */
export function withFolders(
  endings: readonly Ending[],
  outputs: readonly string[],
  found: readonly FoundFolder[],
): SuiteEnd[] {
  const named = endings.map((_, index) => found.find(({ path }) => outputs[index]?.includes(path)) ?? null);
  const others = found.filter((one) => !named.includes(one));
  return endings.map((ending, index) => {
    const refused = ending.exitCode === exitCodes.cannotRun || ending.exitCode === exitCodes.usage;
    return { ending, folder: named[index] ?? (refused ? null : (others.shift() ?? null)) };
  });
}

/** The lab that a suite is on; `ready`: its engine answers. Null: the suite ended before. */
async function labOfSuite(suite: RunningSuite, cacheHome: string, ready = false): Promise<FoundLab | null> {
  let found: FoundLab | undefined;
  await waitUntil(
    'the suite has a lab',
    async () => {
      if (suite.hasEnded()) return true;
      const labs = await findLabs(labsFolder(cacheFolder({ XDG_CACHE_HOME: cacheHome })));
      found = labs.find((lab) => lab.alive && (!ready || lab.record.ready));
      return found !== undefined;
    },
    hangsAfterMs,
  );
  return suite.hasEnded() ? null : (found ?? null);
}

/** This process's own process namespace. */
export function ownPidNamespace(): Promise<string> {
  return readlink('/proc/self/ns/pid');
}

/** Brings the lab up that stays, unless it is. Throws what `lab up` said where it does not come. */
export async function ensureKeptLab(
  looking: Pick<Looking, 'paths' | 'soak'>,
  lookAt: (cacheHome: string) => Promise<KeptLab | null>,
): Promise<KeptLab> {
  const { keptCache } = looking.paths;
  const up = await startCommand(['lab', 'up'], environment(looking, keptCache)).ended;
  const kept = await lookAt(keptCache);
  if (kept === null) throw new Error(`No lab came up: ${up.stderr.trim() || up.stdout.trim()}`);
  return kept;
}
