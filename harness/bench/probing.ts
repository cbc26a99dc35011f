import type { RunningCommand } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import type { AgentMessage } from '../load/agent-lines.ts';
import { readAgentLine } from '../load/agent-lines.ts';
import type { KernelMs, RequestValue } from '../model.ts';
import { largest } from '../stats/extremes.ts';
import type { Interval } from '../stats/intervals.ts';
import { quantile } from '../stats/quantiles.ts';
import { waitUntil } from '../wait-until.ts';

/** How the prober kept its times. */
export interface Probing {
  /** Requests that were sent in the window, per second. */
  perSecond: number;
  /** Sent after due, of the requests that were due in the window, ms. */
  lateMs: { p50: number; p99: number; max: number };
  /** From sending to the answer: the median, ms. */
  answerMs: number;
  /** Of the requests that were due in the window, those without a good answer, and those that were not sent. */
  lost: number;
  /** What kept it from sending. */
  troubles: string[];
}

/** One request as the prober told it. */
interface Sent extends Pick<RequestValue, 'outcome' | 'lateMs' | 'latencyMs'> {
  dueMs: KernelMs;
}

/** One that falls behind is given up after so many times the window: what it sent until then tells how far it came. */
const patience = 3;
/** So long the prober is left to come up to speed (its code is compiled by and by), ms. */
const settlingMs = 1500;

/**
 * Runs a prober and looks at the requests that were due in a window of so many ms. Throws a `DrillError` when it ends by
 * itself, or never begins.
 */
export async function measureProbing(
  start: (onLine: (line: string) => void) => Promise<RunningCommand>,
  { intervalMs, windowMs }: { intervalMs: number; windowMs: number },
): Promise<Probing> {
  const sent: Sent[] = [];
  const troubles = new Set<string>();
  let window: Interval | null = null;
  let failure: Error | null = null;
  const take = (message: AgentMessage): void => {
    if (message.kind === 'ready') {
      const fromMs = message.at + settlingMs;
      window = { fromMs, toMs: fromMs + windowMs };
    }
    // Without the addresses and ports, which differ.
    if (message.kind === 'trouble') troubles.add(message.trouble.replace(/ \d+\.[\d.:]+/g, ''));
    if (message.kind !== 'observation' || message.observation.series !== 'request') return;
    const { outcome, lateMs, latencyMs } = message.observation.value;
    sent.push({ dueMs: message.observation.at, outcome, lateMs, latencyMs });
  };
  const running = await start((line) => {
    try {
      take(readAgentLine(line, 'the prober'));
    } catch (error) {
      failure = error as Error;
    }
  });
  let ending = false;
  void running.ended.then(({ stderr }) => {
    if (!ending) failure ??= new DrillError(`The prober ended by itself: ${stderr.trim()}`);
  });
  const look = (): Interval | null => {
    if (failure !== null) throw failure;
    return window;
  };
  const giveUpAtMs = performance.now() + settlingMs + patience * windowMs;
  try {
    await waitUntil(
      'the prober has sent what was due',
      async () => {
        const toMs = look()?.toMs ?? Number.POSITIVE_INFINITY;
        const late = performance.now() > giveUpAtMs && window !== null;
        return { holds: late || (sent.at(-1)?.dueMs ?? 0) > toMs, saw: `${sent.length} requests.` };
      },
      startDeadlineMs + settlingMs + patience * windowMs,
    );
  } finally {
    ending = true;
    running.end();
    await running.ended;
  }
  return summary(sent, look() ?? { fromMs: 0, toMs: windowMs }, intervalMs, [...troubles]);
}

/** Node starts in 0.3 s, on a laden lab in several, ms. */
const startDeadlineMs = 15_000;

/** What the requests of a window say. Exported for its test. */
export function summary(
  sent: readonly Sent[],
  { fromMs, toMs }: Interval,
  intervalMs: number,
  troubles: string[],
): Probing {
  const isInside = (at: KernelMs) => at >= fromMs && at < toMs;
  const due = sent.filter(({ dueMs }) => isInside(dueMs));
  const late = due.map(({ lateMs }) => lateMs);
  const answered = due.filter(({ outcome }) => outcome === 'ok');
  return {
    perSecond: (sent.filter(({ dueMs, lateMs }) => isInside(dueMs + lateMs)).length * 1000) / (toMs - fromMs),
    lateMs: { p50: quantile(late, 0.5) ?? 0, p99: quantile(late, 0.99) ?? 0, max: Math.max(0, largest(late)) },
    answerMs:
      quantile(
        answered.map(({ lateMs, latencyMs }) => latencyMs - lateMs),
        0.5,
      ) ?? 0,
    lost: Math.max(due.length, Math.floor((toMs - fromMs) / intervalMs)) - answered.length,
    troubles,
  };
}
