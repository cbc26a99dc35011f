import { expect } from 'vitest';
import type { Judgement, Run } from '../harness/model.ts';
import type { CliResult } from './cli.ts';

/** Requests that were sent late, or answered late before anything was done. */
const machineStall = /requests were sent up to|before the faults: 0 lost/;

/**
 * What a run on this machine must come to: pass, or unknown for no other reason than that the machine kept the prober
 * waiting. A stall of a shared machine is not the project's failure; anything else is.
 */
export function expectPass({ exitCode, output }: CliResult, run: Run): void {
  const open = (run.judgements ?? []).filter((one) => one.verdict !== 'pass');
  expect(open, output).toEqual(stalledIn(run));
  expect(exitCode, output).toBe(open.length === 0 ? 0 : 2);
}

/** What is unknown for no other reason than that: its trials are no samples of any metric. */
export function stalledIn({ judgements }: Pick<Run, 'judgements'>): Judgement[] {
  return (judgements ?? []).filter((one) => one.verdict === 'unknown' && machineStall.test(one.headline));
}
