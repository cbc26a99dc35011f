import type { Node } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';

/** What a load by wrk(1) is. */
export interface WrkLoad {
  url: string;
  connections: number;
  /** Whole seconds. */
  durationS: number;
}

/** Runs wrk with one thread in a node: answers per second. Throws a `DrillError` when requests failed. */
export async function runWrk(node: Node, { url, connections, durationS }: WrkLoad): Promise<number> {
  const { stdout } = await node.exec(
    ['wrk', '--threads', '1', '--connections', `${connections}`, '--duration', `${durationS}s`, url],
    { timeoutMs: (durationS + 20) * 1000 },
  );
  return parseWrk(stdout);
}

/** `Requests/sec` of wrk's report. Throws a `DrillError` when there is none, or not everything was answered well. */
export function parseWrk(report: string): number {
  const trouble = /^ *(Socket errors:.*|Non-2xx or 3xx responses:.*)$/m.exec(report)?.[1];
  if (trouble !== undefined) throw new DrillError(`wrk saw requests fail: ${trouble}`);
  const perSecond = /^Requests\/sec: +([\d.]+)$/m.exec(report)?.[1];
  if (perSecond === undefined) throw new DrillError(`wrk printed no rate: ${report.trim()}`);
  return Number(perSecond);
}
