import { createInterface } from 'node:readline/promises';
import { verdictTable } from '../../reports/terminal.ts';
import { writeReport } from '../../reports/write-report.ts';
import { messageOf } from '../errors.ts';
import type { Run } from '../model.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** What the user must know to look for the cause while the cluster is still up. */
export async function showResults(run: Run, folder: RunFolder): Promise<void> {
  const report = await writeReport(folder.path).catch((error: unknown) => `could not be written: ${messageOf(error)}`);
  console.log(`\n${verdictTable(run, run.judgements ?? [], process.stdout.columns || 80, { reportPath: report })}`);
}

/** Shows the way into the topology and waits for Enter, or for the end of the run. */
export async function pause({ order, machine, runId }: ScenarioRun, why: string): Promise<void> {
  if (order.signal.aborted) return;
  console.log(`\nPaused, because ${why}.`);
  console.log(`Look with: DOCKER_HOST=${machine.engine?.dockerHost} docker exec -it lvs-drill-${runId}-<node> sh`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // In this question Ctrl-C is the terminal's character, not a signal: handed on as one.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  await lines.question('Press Enter to go on. ', { signal: order.signal }).catch(() => {});
  lines.close();
}
