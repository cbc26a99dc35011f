import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { execa } from 'execa';
import { baseImageName } from '../engine/base-image.ts';
import type { Log } from '../engine/engine.ts';
import { type KernelAbilities, probeKernel } from '../engine/kernel-probe.ts';
import { installCommand, missingHostPackages, systemPath } from '../engine/lab/host-packages.ts';
import { openLabEngine } from '../engine/lab/lab-engine.ts';
import { keptLab } from '../engine/lab/labs.ts';
import { cacheFolder, ensureFolder, labsFolder } from '../engine/lab/paths.ts';
import { findNative } from '../engine/native.ts';
import { type ExitCode, exitCodes } from '../errors.ts';

/** One line of the doctor: what was looked at, how it is, and what to do when it is missing. */
export interface Finding {
  subject: string;
  state: 'ok' | 'missing' | 'note';
  detail: string;
  /** For `missing`, and for a `note` that something can be done about. */
  remedy?: string;
}

/** One finding as a line of text. */
export function findingLine(finding: Finding): string {
  const mark = { ok: 'ok     ', missing: 'MISSING', note: 'note   ' }[finding.state];
  const remedy =
    finding.remedy === undefined ? '' : `. ${finding.state === 'note' ? 'If wanted' : 'To do'}: ${finding.remedy}`;
  return `${mark}  ${finding.subject}: ${finding.detail}${remedy}`;
}

/**
 * `npm run doctor`: what this machine can do. With `boot`, a lab is booted (and built, if need be) to ask its kernel
 * too. Exit code 0 when a suite can run here, 3 when it cannot.
 */
export async function doctorCommand(options: { boot: boolean }, print: Log): Promise<ExitCode> {
  const show = (finding: Finding) => print(findingLine(finding));
  show(nodeVersion());
  for (const finding of await resources()) show(finding);

  const native = await findNative(() => {});
  if (native.usable) {
    show({ subject: 'native engine', state: 'ok', detail: `Docker at ${native.dockerHost}` });
    for (const finding of kernelFindings(native.abilities)) show(finding);
  } else {
    show({ subject: 'native engine', state: 'note', detail: `not used: ${native.why}`, remedy: native.remedy });
  }

  const lab = await labFindings();
  // Where the machine's own engine will do, nobody needs what the lab lacks.
  for (const finding of lab)
    show(native.usable && finding.state === 'missing' ? { ...finding, state: 'note' } : finding);
  const labCanRun = lab.every((finding) => finding.state !== 'missing');
  const kept = await keptLab(labsFolder());
  if (labCanRun && (options.boot || kept !== null)) {
    await using engine = await openLabEngine('the doctor asks its kernel', print);
    for (const finding of kernelFindings(await probeKernel(engine.docker, baseImageName))) show(finding);
  } else if (labCanRun) {
    show({
      subject: 'lab kernel',
      state: 'note',
      detail: 'not asked, no lab is up; `npm run doctor -- --boot` boots one and asks',
    });
  }
  const canRun = native.usable || labCanRun;
  print(
    canRun
      ? `Suites can run here, on the ${native.usable ? 'native' : 'lab'} engine.`
      : 'Suites cannot run here yet: see the lines marked MISSING.',
  );
  return canRun ? exitCodes.pass : exitCodes.cannotRun;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return {
    subject: 'Node.js',
    state: fits ? 'ok' : 'missing',
    detail: process.versions.node,
    ...(fits ? {} : { remedy: 'install Node.js 20.19 or newer' }),
  };
}

const neededDiskBytes = 3e9;
const neededMemoryBytes = 3 * 2 ** 30;

async function resources(): Promise<Finding[]> {
  const cache = await ensureFolder(cacheFolder());
  const disk = await statfs(cache);
  const freeBytes = disk.bavail * disk.bsize;
  const memoryBytes = totalmem();
  return [
    {
      subject: 'disk',
      state: freeBytes >= neededDiskBytes ? 'ok' : 'missing',
      detail: `${(freeBytes / 1e9).toFixed(1)} GB free for ${cache}`,
      ...(freeBytes >= neededDiskBytes ? {} : { remedy: 'free 3 GB, or point XDG_CACHE_HOME to a roomier disk' }),
    },
    {
      subject: 'memory',
      state: memoryBytes >= neededMemoryBytes ? 'ok' : 'missing',
      detail: `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`,
      ...(memoryBytes >= neededMemoryBytes ? {} : { remedy: 'the lab needs a machine with 3 GiB' }),
    },
  ];
}

async function labFindings(): Promise<Finding[]> {
  const isRoot = process.getuid?.() === 0;
  const missing = await missingHostPackages();
  const packages: Finding =
    missing.length === 0
      ? { subject: 'lab packages', state: 'ok', detail: 'all installed' }
      : isRoot
        ? {
            subject: 'lab packages',
            state: 'note',
            detail: `${missing.join(', ')} will be installed by the first suite`,
          }
        : { subject: 'lab packages', state: 'missing', detail: missing.join(', '), remedy: installCommand(missing) };
  const namespaces = await execa(
    'unshare',
    [...(isRoot ? [] : ['--user', '--map-root-user']), '--net', '--pid', '--fork', '--mount-proc', 'true'],
    {
      env: { PATH: systemPath() },
      reject: false,
    },
  );
  return [
    packages,
    namespaces.exitCode === 0
      ? { subject: 'lab namespaces', state: 'ok', detail: 'network and process namespaces can be made' }
      : {
          subject: 'lab namespaces',
          state: 'missing',
          detail: namespaces.stderr || 'unshare failed',
          remedy:
            'run as root, or allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
        },
  ];
}

function kernelFindings(abilities: KernelAbilities): Finding[] {
  const line = (subject: string, there: boolean, remedy: string): Finding =>
    there
      ? { subject, state: 'ok', detail: 'in the kernel' }
      : { subject, state: 'missing', detail: 'not in the kernel', remedy };
  return [
    { subject: 'kernel', state: 'ok', detail: abilities.release },
    line('ip_vs', abilities.ipvs, 'modprobe ip_vs on the engine’s machine'),
    ...Object.entries(abilities.schedulers).map(
      ([name, there]): Finding =>
        there
          ? { subject: `scheduler ${name}`, state: 'ok', detail: `ip_vs_${name}` }
          : { subject: `scheduler ${name}`, state: 'note', detail: 'not in this kernel; what needs it is skipped' },
    ),
    line('macvlan', abilities.macvlan, 'modprobe macvlan on the engine’s machine'),
    abilities.tunnels
      ? { subject: 'ipip', state: 'ok', detail: 'in the kernel' }
      : { subject: 'ipip', state: 'note', detail: 'not in this kernel; what is forwarded by TUN cannot run' },
    line('tc', abilities.trafficControl, 'install the kernel’s extra modules (sch_netem, sch_tbf, cls_flower)'),
    abilities.linkLimits
      ? { subject: 'tc, link limits', state: 'ok', detail: 'in the kernel' }
      : {
          subject: 'tc, link limits',
          state: 'note',
          detail:
            'not in this kernel (ifb, act_mirred, cls_matchall); only suite forwarding, scenario shaped, needs them',
        },
    line('cgroup v2', abilities.cgroup2, 'boot the engine’s machine with cgroup v2'),
  ];
}
