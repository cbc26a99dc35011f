import { judgeAgain, writeJudged } from '../../reports/write-report.ts';
import { readRun } from '../store/reader.ts';
import { findRunFolder } from '../store/run-folder.ts';

/** What it took to read, judge and draw a run. */
export interface JudgeCost {
  readMs: number;
  judgeMs: number;
  drawMs: number;
  /** Of all processors together, also of the threads of the garbage collector. */
  processorMs: number;
  /** The most memory that the process ever had (`ru_maxrss`, getrusage(2)), bytes. */
  peakBytes: number;
  /** Of `peakBytes`, what it had before it began: Node itself and the sources. */
  baseBytes: number;
}

/** Reads, judges and draws a run once, in this process. */
export async function judgeOnce(path: string): Promise<JudgeCost> {
  const folder = await findRunFolder(path);
  const baseBytes = peakBytes();
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const recording = await readRun(path);
  const readMs = performance.now();
  const judged = await judgeAgain(recording);
  const judgedMs = performance.now();
  await writeJudged(folder, judged);
  const drawnMs = performance.now();
  const used = process.cpuUsage(before);
  return {
    readMs: readMs - startedMs,
    judgeMs: judgedMs - readMs,
    drawMs: drawnMs - judgedMs,
    processorMs: (used.user + used.system) / 1000,
    peakBytes: peakBytes(),
    baseBytes,
  };
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
