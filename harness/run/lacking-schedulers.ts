import { machineError } from '../errors.ts';
import type { Scheduler, Skipped, Topology } from '../model.ts';

/** What the engine's kernel is, and which schedulers it has (harness/engine/kernel-probe.ts). */
export interface KnownSchedulers {
  release: string;
  schedulers: Readonly<Record<Scheduler, boolean>>;
}

/**
 * The topology without the virtual services whose scheduler the kernel lacks, and what was left out of it: keepalived
 * would report each of them as an error and serve without. Throws a `DrillError` when none is left that may be asked.
 */
export function withoutLackingSchedulers(
  topology: Topology,
  { release, schedulers }: KnownSchedulers,
): { topology: Topology; skipped: Skipped[] } {
  const kept = topology.virtualServices.filter(({ scheduler }) => schedulers[scheduler]);
  const lacking = [...new Set(topology.virtualServices.map(({ scheduler }) => scheduler))].filter(
    (scheduler) => !schedulers[scheduler],
  );
  if (kept.every(({ untouched }) => untouched === true)) {
    // One name needs no -a, several do (modprobe(8)).
    const modules = lacking.map((scheduler) => `ip_vs_${scheduler}`).join(' ');
    throw machineError(
      `No virtual service that may be asked is left of ${topology.name}: the engine's kernel lacks ${lacking.join(', ')}.`,
      `Choose another engine (--engine lab), or load the modules: modprobe ${lacking.length > 1 ? '-a ' : ''}${modules}.`,
    );
  }
  const skipped = lacking.map((scheduler) => {
    const services = topology.virtualServices.filter((service) => service.scheduler === scheduler).length;
    return {
      what: `scheduler ${scheduler}, ${services} virtual service${services === 1 ? '' : 's'}`,
      reason: `the engine's kernel (${release}) has no module ip_vs_${scheduler}`,
    };
  });
  return { topology: { ...topology, virtualServices: kept }, skipped };
}
