import type { Run } from '../model.ts';

/**
 * A whole number among the sysctls `net.ipv4.vs.*` that the run recorded of a director; of several, the one at `place`.
 * `fallback` is the kernel's own default, for a run that did not record it (Documentation/networking/ipvs-sysctl.rst).
 */
export function ipvsSysctl(run: Pick<Run, 'sysctls'>, name: string, fallback: number, place = 0): number {
  const text = run.sysctls[`net.ipv4.vs.${name}`]?.trim().split(/\s+/)[place];
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isInteger(value) ? value : fallback;
}

/** Whether packets of a connection whose real server was removed end the connection, instead of being dropped. */
export function expiresWithoutDestination(run: Pick<Run, 'sysctls'>): boolean {
  return ipvsSysctl(run, 'expire_nodest_conn', 0) !== 0;
}

/** Whether the clients that persistence holds to a real server leave it when its weight becomes 0. */
export function expiresQuiescentTemplate(run: Pick<Run, 'sysctls'>): boolean {
  return ipvsSysctl(run, 'expire_quiescent_template', 0) !== 0;
}
