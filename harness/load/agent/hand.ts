import { readFileSync } from 'node:fs';
import type { FileReading, HandAct, HandReport, NodeSight } from '../../cluster/interface.ts';
import { messageOf } from '../../errors.ts';
import type { KernelMs } from '../../model.ts';
import { monotonicMs, toMicrosecond, waitUntilMs } from './clock.ts';
import { defineCommand, stopped } from './command.ts';
import { prepareCpuQuota } from './hand/cpu-quota.ts';
import { isFrozen, prepareFreezer } from './hand/freezer.ts';
import { prepareLink, prepareNetwork } from './hand/network.ts';
import { inspect } from './hand/network-namespace.ts';
import { preparePowerOff } from './hand/power-off.ts';
import type { PreparedAct } from './hand/prepared-act.ts';
import { isGone } from './hand/proc.ts';
import { pidNamespace, processesOf, readProcess } from './hand/processes.ts';
import { readRequest, requestId } from './hand/request.ts';
import { prepareAnnihilate, prepareSignal } from './hand/signals.ts';
import { prepareWriteFile } from './hand/write-file.ts';
import { optional, text } from './options.ts';
import type { HandOptions, HandReply, HandRequest } from './protocol.ts';

const defaultCgroupRoot = '/sys/fs/cgroup';

/**
 * The hand: acts on the processes, links and cgroups of other containers, from outside them, at an instant of the kernel
 * clock. Requests are independent: an act that waits for its instant delays no other request.
 */
export const hand = defineCommand<HandOptions>({
  batchMs: 0,
  fields: { cgroupRoot: optional(text) },
  async run({ cgroupRoot = defaultCgroupRoot }, io) {
    const answer = async (line: string): Promise<void> => {
      let reply: HandReply;
      try {
        reply = await obey(readRequest(line), cgroupRoot, io.stop);
      } catch (error) {
        reply = { id: requestId(line), error: messageOf(error) };
      }
      io.print(reply);
    };
    const underWay = new Set<Promise<void>>();
    io.onLine((line) => {
      const answered = answer(line).finally(() => underWay.delete(answered));
      underWay.add(answered);
    });
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    // What is prepared and not due yet must be abandoned, not left behind.
    await Promise.allSettled(underWay);
    return 0;
  },
});

async function obey(request: HandRequest, cgroupRoot: string, stop: AbortSignal): Promise<HandReply> {
  if ('now' in request) return { id: request.id, atMs: toMicrosecond(monotonicMs()) };
  if ('look' in request) return { id: request.id, ...look(request.look, cgroupRoot) };
  if ('inspect' in request) return { id: request.id, stdout: await inspect(request.inspect) };
  if ('read' in request) {
    if (request.atMs !== undefined) await waitUntilMs(request.atMs, stop);
    return { id: request.id, ...readFiles(request.read) };
  }
  const prepared = await prepare(request.act, cgroupRoot, stop);
  await waitUntilMs(request.atMs, stop);
  if (stop.aborted) {
    prepared.abandon();
    throw new Error('told to stop before the act was due');
  }
  const report: HandReport = await prepared.strike();
  return {
    id: request.id,
    ...report,
    earliestMs: toMicrosecond(report.earliestMs),
    latestMs: toMicrosecond(report.latestMs),
    ...(report.ended === undefined
      ? {}
      : {
          ended: {
            earliestMs: toMicrosecond(report.ended.earliestMs),
            latestMs: toMicrosecond(report.ended.latestMs),
          },
        }),
  };
}

async function prepare(act: HandAct, cgroupRoot: string, stop: AbortSignal): Promise<PreparedAct> {
  switch (act.do) {
    case 'power-off':
      return preparePowerOff(act.initPid, act.addresses);
    case 'signal':
      return prepareSignal(act.initPid, act.comm, act.signal, act.which);
    case 'annihilate':
      return prepareAnnihilate(act.initPid, act.comm);
    case 'freeze':
      return prepareFreezer(act.initPid, true, cgroupRoot);
    case 'thaw':
      return prepareFreezer(act.initPid, false, cgroupRoot);
    case 'link':
      return prepareLink(act.initPid, act.address, act.up);
    case 'network':
      return prepareNetwork(act, stop);
    case 'write-file':
      return prepareWriteFile(act.initPid, act.path, act.content);
    case 'cpu-quota':
      return prepareCpuQuota(act.initPid, act.quotaUs, act.periodUs, cgroupRoot);
  }
}

/** Unit of process start times (USER_HZ, proc_pid_stat(5)), ms. */
const tickMs = 10;

/**
 * CLOCK_MONOTONIC at boot: process start times count from there on a clock that also runs while a machine is suspended
 * (CLOCK_BOOTTIME). /proc/uptime is read to a tick, so a difference of two ticks or less is none.
 */
function bootMs(): KernelMs {
  const uptimeMs = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
  const differenceMs = monotonicMs() - uptimeMs;
  return Math.abs(differenceMs) <= 2 * tickMs ? 0 : differenceMs;
}

function readFiles(paths: string[]): FileReading {
  const earliestMs = toMicrosecond(monotonicMs());
  const contents = paths.map((path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  });
  return { earliestMs, latestMs: toMicrosecond(monotonicMs()), contents };
}

function look(initPid: number, cgroupRoot: string): NodeSight {
  const namespace = pidNamespace(initPid);
  const alive = namespace !== null && !isGone(readProcess(initPid));
  const processes = alive ? processesOf(namespace) : [];
  const zeroMs = bootMs();
  return {
    alive,
    frozen: alive && isFrozen(initPid, cgroupRoot),
    processes: processes.map(({ comm }) => comm),
    startedAtMs: processes.map(({ startTicks }) => zeroMs + startTicks * tickMs),
    atMs: toMicrosecond(monotonicMs()),
  };
}
