import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { freemem, homedir, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type Dockerode from 'dockerode';
import { asideOf } from '../../asides.ts';
import { withDeadline } from '../../deadline.ts';
import { machineError } from '../../errors.ts';
import { identityOf, lifeOf, ownIdentity, type ProcessIdentity } from '../../process-identity.ts';
import { waitUntil } from '../../wait-until.ts';
import { dockerAt } from '../docker-at.ts';
import type { GuardianOptions } from './guardian-options.ts';
import { link } from './guardian-options.ts';
import { systemPath } from './host-packages.ts';
import { ensureFolder } from './paths.ts';
import type { RootFs } from './rootfs.ts';
import { whyNoBoot } from './why-no-boot.ts';

/** What a booted lab leaves in its folder for other commands to find. */
export interface LabRecord {
  id: string;
  /** The `unshare` process: when it ends, the whole lab ends. Until there is one, the process that boots the lab. */
  process: ProcessIdentity;
  dockerSocket: string;
  packageSocket: string;
  rootFsKey: string;
  /** Kept running by `lab up`, for later suites to use. */
  kept: boolean;
  /** Its Docker engine has answered. */
  ready: boolean;
  startedAt: string;
}

export interface BootedLab {
  record: LabRecord;
  folder: string;
  consoleLog: string;
  docker: Dockerode;
  /** Shuts the guest down so that its disk is whole. Only for a lab that is not kept. */
  powerOff(): Promise<void>;
  /** Ends every process of the lab and removes its folder. */
  end(): Promise<void>;
}

/** `unshare`, which tells the guardian what it is told. */
type Guardian = ChildProcess & { stdin: Writable };

/** A lab that this process may not have booted. */
export type Lab = Omit<BootedLab, 'powerOff'>;

/** Address of the package proxy as a process in the guest sees it. */
export const packageProxyUrl = `http://${link.gateway}:${link.packagePort}`;

/** Unix sockets' paths end at 107 characters (unix(7)). */
const longestSocketPath = 107;

/** A boot takes 5-15 s; a machine ten times slower still makes it. */
export const bootDeadlineMs = 120_000;

/** One that is asked while the guest comes up may never be answered; the next one is. */
const pingDeadlineMs = 5_000;

/**
 * Boots a lab and waits until its Docker engine answers. `disk.writable` writes to the image itself; otherwise what the
 * guest writes goes to a layer in the lab's own folder. A kept lab outlives this process; any other ends with it,
 * however it ends.
 */
export async function bootLab(options: {
  labsFolder: string;
  rootFs: RootFs;
  disk: { path: string; writable: boolean };
  kept: boolean;
}): Promise<BootedLab> {
  const memoryBytes = guestMemoryBytes();
  const id = randomBytes(4).toString('hex');
  const folder = join(options.labsFolder, id);
  const sockets =
    join(folder, 'packages.sock').length <= longestSocketPath ? folder : join(tmpdir(), `lvs-drill-${id}`);
  const guardian: GuardianOptions = {
    kernel: options.rootFs.kernel,
    disk: options.disk.path,
    layerFolder: options.disk.writable ? null : join(folder, 'layer'),
    memoryBytes,
    folder,
    dockerSocket: join(sockets, 'docker.sock'),
    packageSocket: join(sockets, 'packages.sock'),
  };
  const builder: LabRecord = {
    id,
    process: await ownIdentity(),
    dockerSocket: guardian.dockerSocket,
    packageSocket: guardian.packageSocket,
    rootFsKey: options.rootFs.key,
    kept: options.kept,
    ready: false,
    startedAt: new Date().toISOString(),
  };
  await makeLabFolder(builder, folder);
  let child: Guardian;
  let identity: ProcessIdentity;
  try {
    // Not one that is there: somebody else could have made it, whose it would be.
    if (sockets !== folder) await mkdir(sockets, { mode: 0o700 });
    if (guardian.layerFolder !== null) await ensureFolder(guardian.layerFolder);
    child = await spawnGuardian(guardian);
    const found = child.pid === undefined ? null : await identityOf(child.pid);
    if (found === null) throw await bootError(folder);
    identity = found;
  } catch (error) {
    await removeLabFiles(guardian, folder);
    throw error;
  }
  const starting = { ...builder, process: identity };
  const record = { ...starting, ready: true };
  const lab = labOf(record, folder);
  try {
    await saveRecord(starting, folder);
    await waitUntil(
      'the lab’s Docker engine answers',
      async () => {
        if ((await lifeOf(identity)) !== 'alive') throw await bootError(folder);
        const answer = await withDeadline(lab.docker.ping(), pingDeadlineMs).catch(() => 'late');
        return { holds: answer !== 'late', saw: (await saidIn(folder)) || 'nothing was said' };
      },
      bootDeadlineMs,
    );
    await saveRecord(record, folder);
    if (options.kept) await letGo(child);
  } catch (error) {
    await endLab(record, folder);
    throw error;
  }
  return {
    ...lab,
    async powerOff() {
      child.stdin.write('poweroff\n');
      await waitUntil('the lab has shut down', async () => (await lifeOf(identity)) !== 'alive', bootDeadlineMs);
    },
  };
}

/** A lab that another process booted, as its record describes it. */
export function labOf(record: LabRecord, folder: string): Lab {
  return {
    record,
    folder,
    consoleLog: join(folder, 'console.log'),
    docker: dockerAt(record.dockerSocket),
    end: () => endLab(record, folder),
  };
}

async function endLab(record: LabRecord, folder: string): Promise<void> {
  if ((await lifeOf(record.process)) === 'alive') process.kill(record.process.pid, 'SIGKILL');
  await waitUntil('the lab has ended', async () => (await lifeOf(record.process)) !== 'alive', 10_000);
  await removeLabFiles(record, folder);
}

/** Removes what a lab that has ended leaves: its folder, and its sockets where they lie outside of it. */
export async function removeLabFiles(
  { dockerSocket, packageSocket }: Pick<LabRecord, 'dockerSocket' | 'packageSocket'>,
  folder: string,
): Promise<void> {
  await rm(dockerSocket, { force: true });
  await rm(packageSocket, { force: true });
  // A folder that holds anything else is not only the lab's; rmdir(2) refuses it.
  if (dirname(dockerSocket) !== folder) await rmdir(dirname(dockerSocket)).catch(() => {});
  await rm(folder, { recursive: true, force: true });
}

/**
 * Makes the lab's folder with a record in it, at once: there is no instant at which one that is killed would leave a folder
 * of which nobody knows whose it is.
 */
async function makeLabFolder(record: LabRecord, folder: string): Promise<void> {
  const aside = await ensureFolder(await asideOf(folder));
  await saveRecord(record, aside);
  await rename(aside, folder);
}

/** Other commands read it at any time: aside, then renamed, so that they never see half of it. */
async function saveRecord(record: LabRecord, folder: string): Promise<void> {
  const aside = join(folder, 'lab.json.new');
  await writeFile(aside, JSON.stringify(record, null, 2));
  await rename(aside, join(folder, 'lab.json'));
}

/**
 * `unshare --kill-child` makes the guardian the first process of a process namespace and ties it to `unshare`:
 * killing that one process ends the kernel, its helpers and the relays.
 */
async function spawnGuardian(options: GuardianOptions): Promise<Guardian> {
  const log = await open(join(options.folder, 'guardian.log'), 'a');
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const child = spawn(
    'unshare',
    [
      ...user,
      '--net',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--',
      process.execPath,
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(new URL('guardian.ts', import.meta.url)),
      JSON.stringify(options),
    ],
    {
      // Nothing else of the environment: it may hold secrets, and the lab has no use for them.
      env: { PATH: systemPath(), HOME: homedir(), TMPDIR: tmpdir(), TSX_DISABLE_CACHE: '1' },
      stdio: ['pipe', log.fd, log.fd],
      // Ctrl-C reaches the harness, which heals and saves first; the lab ends when the harness says so.
      detached: true,
    },
  );
  await log.close();
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  // A pipe, as asked for.
  return child as Guardian;
}

/** From now on the lab outlives this process. Until then it has no record by which anybody could use or end it. */
async function letGo(child: Guardian): Promise<void> {
  child.stdin.end('keep\n');
  await once(child.stdin, 'finish');
  child.unref();
}

/** What guardian and kernel said until now, as far as it tells why there is no engine. */
async function saidIn(folder: string): Promise<string> {
  const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  return whyNoBoot(await text('guardian.log'), await text('console.log'));
}

async function bootError(folder: string): Promise<Error> {
  const said = await saidIn(folder);
  const noNamespaces = /unshare.*(not permitted|denied)/i.test(said);
  return machineError(
    `The lab did not boot: ${said || '`unshare` could not be started'}`,
    noNamespaces
      ? 'This process may not create namespaces: run as root, allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu), or give the container it runs in CAP_SYS_ADMIN.'
      : 'Run `npm run doctor`; if it finds nothing, empty the cache with `npm run lab -- clean` and try again.',
  );
}

/** Memory of the guest: 4 GiB, or half of a smaller machine. Throws a machine error where too little is free. */
function guestMemoryBytes(): number {
  if (freemem() < 2 ** 30) {
    throw machineError(
      'Less than 1 GiB of memory is free; the lab needs 2 GiB.',
      'End other programs, then try again.',
    );
  }
  return Math.min(4 * 2 ** 30, Math.floor(totalmem() / 2));
}
