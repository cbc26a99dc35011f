/**
 * Period of the quota that `starve-director` sets (`cpu.max`, cgroup-v2.rst), ms: the longest that the kernel takes
 * (`max_cfs_quota_period`). The longer, the longer is each pause.
 */
export const quotaPeriodMs = 1000;

/** A timer tick of the slowest usual kernel, ms (HZ=100, as the lab's): only at a tick is a running process stopped. */
const tickMs = 10;

/**
 * How long a cgroup that uses up its share of a processor may stand still on end, ms: the rest of a period, or more of
 * them where it ran on until the next tick and must pay that back (CFS bandwidth control, sched-bwc.rst). `percent` above 0.
 */
export function throttledForMs(percent: number): number {
  const share = Math.min(1, percent / 100);
  return Math.max(quotaPeriodMs, tickMs / share) * (1 - share);
}
