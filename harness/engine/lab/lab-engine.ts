import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, Log } from '../engine.ts';
import { troubleIn } from '../kernel-trouble.ts';
import { bootDeadlineMs, bootLab, type Lab, packageProxyUrl } from './boot.ts';
import { ensureHostPackages } from './host-packages.ts';
import { ensureImageDisk } from './image-disk.ts';
import { firstKeptLab, keptLab, sweepDeadLabs } from './labs.ts';
import { startPackageProxy } from './package-proxy.ts';
import { cacheFolder, ensureFolder, labsFolder } from './paths.ts';
import { ensureRootFs, type RootFs, rootFsKey } from './rootfs.ts';

/** A lab as it lies in the cache, ready to be booted. */
export interface BuiltLab {
  rootFs: RootFs;
  /** With the images on it; labs are booted over it. */
  disk: string;
}

/** Builds whatever of the lab the cache lacks. */
export async function ensureLabBuilt(log: Log): Promise<BuiltLab> {
  const cache = await ensureFolder(cacheFolder());
  await ensureHostPackages(log);
  const rootFs = await ensureRootFs(cache, log);
  return { rootFs, disk: await ensureImageDisk(cache, rootFs, log) };
}

/** Builds whatever of the lab the cache lacks, then boots one. Of kept ones booted at once, all callers get the first. */
export async function bootFreshLab(options: { kept: boolean; log: Log }): Promise<Lab> {
  const labs = await ensureFolder(labsFolder());
  await sweepDeadLabs(labs);
  const { rootFs, disk } = await ensureLabBuilt(options.log);
  options.log('booting the lab');
  const lab = await bootLab({ labsFolder: labs, rootFs, disk: { path: disk, writable: false }, kept: options.kept });
  return options.kept ? firstKeptLab(labs, lab, bootDeadlineMs) : lab;
}

/** The lab as an engine: the one that `lab up` keeps running, or one of its own that ends with the run. */
export async function openLabEngine(reason: string, log: Log): Promise<Engine> {
  const kept = await keptLab(labsFolder());
  if (kept !== null && kept.record.rootFsKey === (await rootFsKey())) {
    return engineOf(kept, `${reason}; using the lab that is up`, async () => {});
  }
  if (kept !== null)
    log('the lab that is up was built from older sources and is left alone: `npm run lab -- down` ends it');
  const lab = await bootFreshLab({ kept: false, log });
  return engineOf(lab, reason, () => lab.end());
}

async function engineOf(lab: Lab, reason: string, close: () => Promise<void>): Promise<Engine> {
  const consoleLog = lab.consoleLog;
  // What a lab that is up wrote before this run is not this run's trouble; a lab of its own is, from the boot on.
  const offset = lab.record.kept ? (await stat(consoleLog)).size : 0;
  return {
    kind: 'lab',
    reason,
    docker: lab.docker,
    outlivesRun: lab.record.kept,
    dockerHost: `unix://${lab.record.dockerSocket}`,
    async withPackages(build) {
      await using _proxy = await startPackageProxy(lab.record.packageSocket);
      return await build(packageProxyUrl);
    },
    kernelTrouble: async () => troubleIn((await readFile(consoleLog)).subarray(offset).toString('utf8')),
    logFiles: [
      { name: 'lab-console.log', path: consoleLog },
      { name: 'lab-guardian.log', path: join(lab.folder, 'guardian.log') },
    ],
    [Symbol.asyncDispose]: close,
  };
}
