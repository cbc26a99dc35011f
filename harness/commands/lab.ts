import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sweepAsides } from '../asides.ts';
import { sweep } from '../cluster/sweep.ts';
import { withDeadline } from '../deadline.ts';
import { baseImageName } from '../engine/base-image.ts';
import type { Log } from '../engine/engine.ts';
import type { LabRecord } from '../engine/lab/boot.ts';
import { bootFreshLab } from '../engine/lab/lab-engine.ts';
import { findLabs, keptLab, sweepDeadLabs } from '../engine/lab/labs.ts';
import { cacheFolder, labsFolder } from '../engine/lab/paths.ts';
import { DrillError, exitCodes, usageError } from '../errors.ts';

export const labActions = ['up', 'status', 'shell', 'logs', 'down', 'clean'] as const;
export type LabAction = (typeof labActions)[number];

const answerDeadlineMs = 5_000;

/** `npm run lab -- <action>`: keeps a lab running between suites, shows it, ends it. */
export async function labCommand(action: string, print: Log): Promise<void> {
  const known = labActions.find((name) => name === action);
  if (known === undefined)
    throw usageError(`Unknown lab action \`${action}\`, expected one of ${labActions.join(', ')}.`);
  await actions[known](print);
}

const actions: Record<LabAction, (print: Log) => Promise<void>> = {
  async up(print) {
    const running = await keptLab(labsFolder());
    if (running !== null) print('a lab is up already');
    const lab = running ?? (await bootFreshLab({ kept: true, log: print }));
    print(`the lab is up: DOCKER_HOST=unix://${lab.record.dockerSocket} docker ps`);
    print('suites use it until `npm run lab -- down`');
  },

  async status(print) {
    for (const line of await sweepLeftovers()) print(line);
    const labs = (await findLabs(labsFolder())).filter((lab) => lab.alive);
    if (labs.length === 0) print('no lab is running');
    for (const { record } of labs) print(describe(record));
    for (const line of await cacheContents()) print(line);
  },

  async shell() {
    const lab = await neededLab();
    const container = await lab.docker.createContainer({
      Image: baseImageName,
      Cmd: ['nsenter', '--target', '1', '--all', 'sh', '-l'],
      Tty: true,
      OpenStdin: true,
      Labels: { 'lvs-drill': '1' },
      HostConfig: { Privileged: true, PidMode: 'host', NetworkMode: 'none', AutoRemove: true },
    });
    const terminal = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    await container.start();
    if (process.stdin.isTTY) process.stdin.setRawMode(true);
    process.stdin.pipe(terminal);
    await pipeline(terminal, process.stdout, { end: false });
    // A terminal and a pipe could be let go by unref(), a file could not.
    process.stdin.pause();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
  },

  async logs() {
    await pipeline(createReadStream((await neededLab()).consoleLog), process.stdout, { end: false });
  },

  async down(print) {
    const lab = await keptLab(labsFolder());
    if (lab === null) print('no lab is up');
    else {
      await lab.end();
      print('the lab is down');
    }
    await sweepDeadLabs(labsFolder());
  },

  async clean(print) {
    const present = (await findLabs(labsFolder())).filter((lab) => lab.life !== 'gone');
    if (present.length > 0) {
      throw new DrillError('A lab is running on this cache.', {
        exitCode: exitCodes.usage,
        remedy: 'Run `npm run lab -- down` first; a lab that belongs to a suite ends with that suite.',
      });
    }
    await rm(cacheFolder(), { recursive: true, force: true });
    print(`${cacheFolder()} is empty; the next suite builds the lab again (about 2 minutes)`);
  },
};

/** What runs and labs that were killed left behind goes here and now, not with the next suite; told line by line. */
async function sweepLeftovers(): Promise<string[]> {
  const told: string[] = [];
  const deadLabs = await sweepDeadLabs(labsFolder());
  if (deadLabs > 0) told.push(`removed what ${deadLabs} ${deadLabs === 1 ? 'lab' : 'labs'} had left behind`);
  await sweepAsides(cacheFolder());
  const kept = await keptLab(labsFolder());
  if (kept === null) return told;
  const answer = await withDeadline(kept.docker.ping(), answerDeadlineMs).catch(() => 'late');
  if (answer === 'late') {
    return [...told, `lab ${kept.record.id}: its Docker engine does not answer; \`npm run lab -- down\` ends it`];
  }
  const { containers, networks } = await sweep(kept.docker, { what: 'abandoned' });
  if (containers + networks > 0) {
    told.push(`removed ${containers} containers and ${networks} networks that ended runs had left behind`);
  }
  return told;
}

async function neededLab() {
  const lab = await keptLab(labsFolder());
  if (lab === null) throw usageError('No lab is up.', 'Run `npm run lab -- up` first.');
  return lab;
}

function describe(record: LabRecord): string {
  const owner = record.kept ? 'up, for all suites' : 'belongs to a running suite';
  return `lab ${record.id}: ${owner}, since ${record.startedAt}, process ${record.process.pid}, DOCKER_HOST=unix://${record.dockerSocket}`;
}

async function cacheContents(): Promise<string[]> {
  const cache = cacheFolder();
  const lines: string[] = [];
  for (const name of (await readdir(cache).catch(() => [])).sort()) {
    const disk = await stat(join(cache, name, 'disk.img')).catch(() => null);
    if (disk !== null) lines.push(`${join(cache, name)}: ${((disk.blocks * 512) / 1e9).toFixed(1)} GB`);
  }
  return lines.length > 0 ? lines : [`${cache} holds no lab yet`];
}
