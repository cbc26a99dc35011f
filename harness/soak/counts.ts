import type { EventLine } from './report.ts';
import { type CountTrend, trendOf } from './trend.ts';

/** A count up to which a difference is no leak, where that is not 0: lists that are cut back now and then, and logs. */
const tolerances: Record<string, number> = {
  soakFds: 3,
  soakMemoryMiB: 150,
  guestProcesses: 1,
  guestNamespaces: 1,
  // Those of two runs of seven containers, in the minute before dockerd collects them.
  guestNetnsFiles: 16,
  guestDockerdFds: 6,
  guestContainerdFds: 6,
  guestDiskUsedKiB: 20_000,
  labProcesses: 2,
  labFds: 4,
  // The journal of the guest's file system, 128 MiB, which is written through once: then it has its size.
  labDiskKiB: 150_000,
  tmpKiB: 2_000,
  cacheKiB: 500,
};

/** Each count over the soak; those of a lab for each lab, as long as it was up. */
export function trendsOf(lines: readonly EventLine[]): CountTrend[] {
  const series = new Map<string, { name: string; counts: number[] }>();
  for (const { counts, lab } of lines) {
    for (const [name, count] of Object.entries(counts)) {
      const what = /^(guest|lab)[A-Z]/.test(name) ? `${name} of lab ${lab}` : name;
      const one = series.get(what) ?? { name, counts: [] };
      one.counts.push(count);
      series.set(what, one);
    }
  }
  return [...series].map(([what, { name, counts }]) => trendOf({ what, tolerance: tolerances[name] ?? 0, counts }));
}
