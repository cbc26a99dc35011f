import type { Counter } from '../cluster/counter.ts';
import type { Cluster } from '../cluster/interface.ts';
import { serviceState } from '../cluster/readiness.ts';
import { DrillError, messageOf } from '../errors.ts';
import { serviceFor } from '../ipvs/services.ts';
import type { LoadOutcome, LoadTarget } from '../load/agent/protocol.ts';
import type { LoadDriver } from '../load/load-driver.ts';
import type { Comparison, KernelMs, LoadTrial, Path, Topology } from '../model.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { countedBetween, middle } from './counted-between.ts';
import type { PlannedLoad } from './load-plan.ts';
import { kernelNow } from './steady.ts';

/** What every load of a run shares. */
export interface LoadSetting {
  cluster: Cluster;
  comparison: Comparison;
  driver: LoadDriver;
  counter: Counter;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Takes what is worth a reader's time. */
  warn(text: string): void;
}

/** From deciding when counting begins until the order has reached the client and the hand, ms. */
const orderMs = 60;
/**
 * Counters of which either reading was so far from its instant, over the time that is counted, do not belong to the requests
 * that were counted. Within it, what they say is told per second.
 */
const latenessShare = 0.05;
/** Of each load before the first that is counted, ms. */
const warmUpMs = 300;

/** Page of httpd with a body of exactly so many bytes (harness/cluster/images/httpd/make-pages). */
const pages: { [bytes in Comparison['responseBytes'][number]]: string } = {
  100: '/100b',
  1024: '/1k',
  10240: '/10k',
  102400: '/100k',
};

/**
 * Drives one load and reads the kernel's counters at the two instants between which its requests are counted. Returns what
 * came of it, also of a load that could not be completed; throws only when the user ended the run.
 */
export async function runLoad(planned: PlannedLoad, setting: LoadSetting): Promise<LoadTrial> {
  const { cluster, comparison, counter, signal } = setting;
  const trial: LoadTrial = {
    ...planned,
    throughput: null,
    answeredBytesPerSecond: null,
    links: [],
    countedMs: null,
    directorCpuMs: null,
    engineCpuMs: null,
  };
  signal.throwIfAborted();
  try {
    const countFromMs = (await kernelNow(cluster)) + orderMs + (comparison.settleMs ?? 0);
    const countUntilMs = countFromMs + comparison.durationMs;
    const [outcome, before, after] = await unlessAborted(
      signal,
      Promise.all([
        drive(planned, setting, countFromMs, countUntilMs),
        counter.read(countFromMs),
        counter.read(countUntilMs),
      ]),
    );
    const { throughput, failures } = outcome;
    trial.throughput = throughput;
    trial.answeredBytesPerSecond = (outcome.answeredBytes / throughput.durationMs) * 1000;
    const counted = countedBetween(before, after, cluster.topology);
    const aside = [middle(before) - countFromMs, middle(after) - countUntilMs];
    if (aside.every((offMs) => Math.abs(offMs) <= latenessShare * comparison.durationMs)) {
      Object.assign(trial, counted);
    } else {
      const words = aside.map((offMs) => `${offMs.toFixed(0)} ms`).join(' and ');
      setting.warn(
        `In load ${planned.index} (${loadWords(planned)}) the counters were read ${words} after counting began and ended, because the machine was busy with something else: they are left out.`,
      );
    }
    if (throughput.errors > 0) {
      const words = Object.entries(failures).map(([cause, times]) => `${cause} ${times}`);
      setting.warn(
        `In load ${planned.index} (${loadWords(planned)}) requests failed besides ${throughput.responses} answers: ${words.join(', ')}.`,
      );
    }
    const trouble = [before, after].map((counts) => serviceState(cluster.topology, counts.directors));
    const broken = trouble.find(({ holds }) => !holds);
    if (broken !== undefined) {
      trial.error = `the cluster was not whole: ${broken.saw}`;
      trial.clusterFailed = true;
    }
  } catch (error) {
    signal.throwIfAborted();
    trial.error = messageOf(error);
  }
  return trial;
}

/** One short load through every path, so that neither code nor caches are new to the first that is counted. */
export async function warmUp(setting: LoadSetting): Promise<void> {
  const { cluster, comparison, signal } = setting;
  for (const path of comparison.paths) {
    for (const connectionUse of comparison.connectionUses) {
      signal.throwIfAborted();
      const planned = { path, connectionUse, responseBytes: comparison.responseBytes[0] ?? 100 };
      const fromMs = await kernelNow(cluster);
      await unlessAborted(signal, drive(planned, setting, fromMs, fromMs + orderMs + warmUpMs));
    }
  }
}

/** `NAT, 1024 B, fresh`. */
export function loadWords({ path, responseBytes, connectionUse }: Omit<PlannedLoad, 'index' | 'round'>): string {
  return `${path}, ${responseBytes} B, ${connectionUse}`;
}

function drive(
  planned: Omit<PlannedLoad, 'index' | 'round'>,
  { cluster, comparison, driver }: LoadSetting,
  countFromMs: KernelMs,
  countUntilMs: KernelMs,
): Promise<LoadOutcome> {
  const { path, responseBytes, connectionUse } = planned;
  const page = pages[responseBytes as keyof typeof pages];
  const targets = targetsOf(cluster.topology, path);
  return driver.drive({
    targets,
    path: page,
    connectionUse,
    connections: comparison.concurrency,
    countFromMs,
    countUntilMs,
  });
}

/**
 * Whom a load asks. Directly all real servers, evenly: one alone would have to do what through the director all of them
 * share.
 */
export function targetsOf(topology: Topology, path: Path): LoadTarget[] {
  const service = serviceFor(topology, path);
  if (service === undefined) throw new DrillError(`Topology ${topology.name} has no virtual service for ${path}.`);
  const { vip, port } = service;
  return path === 'direct' ? topology.realServers.map(({ address }) => ({ address, port })) : [{ address: vip, port }];
}
