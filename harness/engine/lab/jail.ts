import { dirname, join } from 'node:path';
import { type GuardianOptions, link } from './guardian-options.ts';

/** Where the guest's memory lies, as its kernel sees it: a tmpfs that goes with the lab. Also its HOME. */
export const memoryInJail = '/memory';

/** Where the kernel finds its interpreter and its C library, wherever the cache lies. */
export const librariesInJail = '/lib';

const kernelInJail = '/linux';
/** In a folder: the kernel, which notes it in the layer by its whole path, cannot take one in the root apart. */
const diskInJail = '/disk/disk.img';
const layerInJail = '/layer';

/** For the kernel's own files beside the guest's memory: its control socket, and a page of code for each process. */
const spareBytes = 64 * 2 ** 20;

/** What bwrap needs to make the jail with, beside what the kernel in it keeps. */
const buildersCapabilities = '+sys_admin,+net_raw';

/**
 * The command that runs the lab's kernel with these files and no others: its arguments, which the kernel's own follow. Without it whoever is root in the guest,
 * as in any privileged container, reads and writes all files of the host as the user who started the lab: User-Mode Linux
 * lets its guests mount them (hostfs). CAP_NET_RAW is what the kernel opens its one link with; it holds in the lab's own
 * network namespace, as bwrap's /proc shows the lab's own processes. `noroot`: else the kernel, which starts itself anew until
 * its addresses are not random, never gets there, as execve(2) of root gains capabilities, and takes that setting back.
 */
export function jail({ kernel, disk, layerFolder, memoryBytes }: GuardianOptions): string[] {
  return [
    ...['setpriv', '--securebits=+noroot,+noroot_locked'],
    ...[`--inh-caps=${buildersCapabilities}`, `--ambient-caps=${buildersCapabilities}`],
    ...['bwrap', '--cap-drop', 'ALL', '--cap-add', 'CAP_NET_RAW'],
    // What root may write there needs no capability: /proc/sys/kernel/core_pattern names a program that the host runs as root.
    ...['--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev'],
    ...['--ro-bind', kernel, kernelInJail],
    ...['--ro-bind', join(dirname(kernel), 'lib'), librariesInJail],
    ...(layerFolder === null
      ? ['--bind', disk, diskInJail]
      : ['--ro-bind', disk, diskInJail, '--bind', layerFolder, layerInJail]),
    ...['--size', String(memoryBytes + spareBytes), '--tmpfs', memoryInJail],
    ...['--remount-ro', '/', '--chdir', '/', '--'],
  ];
}

/** The kernel and its command line, as it is started in the jail. */
export function kernelArgv({ layerFolder, memoryBytes }: GuardianOptions): string[] {
  return [
    kernelInJail,
    'seccomp=on',
    `mem=${Math.floor(memoryBytes / 2 ** 20)}M`,
    `ubd0=${layerFolder === null ? '' : `${layerInJail}/disk.cow,`}${diskInJail}`,
    // Otherwise no process in a container may be of a realtime class: with cgroup version 2 only the root group has any
    // such time to give (CONFIG_RT_GROUP_SCHED, kernel/sched/syscalls.c), and keepalived's vrrp_rt_priority fails.
    'rt_group_sched=0',
    'root=/dev/ubda',
    // What is removed in the guest is given back: 80 MB written and removed leave 2 MB in the layer, and 84 MB without it.
    'rootflags=discard',
    'rw',
    'init=/lab-init',
    'con=null',
    'con0=fd:0,fd:1',
    'vec0:transport=raw,ifname=guest-end,depth=128',
    `lab.address=${link.guest}/${link.prefix}`,
  ];
}
