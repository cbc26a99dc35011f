import type { Probe, ProbeContext, RunningProbe } from '../probes/probe.ts';

/** Probes that are running, to be stopped together. */
export interface Observers {
  /** Stops them in the reverse order of their start; returns what could not be stopped in order, in words. */
  stop(): Promise<string[]>;
}

/** Starts probes one after the other; when one does not start, those before it are stopped and its error is thrown. */
export async function startObservers(probes: Probe[], context: ProbeContext): Promise<Observers> {
  const running: { name: string; probe: RunningProbe }[] = [];
  const stop = async () => {
    const troubles: string[] = [];
    for (const { name, probe } of running.reverse()) {
      await probe.stop().catch((error: unknown) => troubles.push(`${name}: ${String(error)}`));
    }
    return troubles;
  };
  try {
    for (const probe of probes) running.push({ name: probe.name, probe: await probe.start(context) });
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
