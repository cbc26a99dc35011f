import { serviceKey, tableChanges } from '../harness/measure/destinations.ts';
import type { KernelMs, Recording } from '../harness/model.ts';
import type { Weights } from './timeline-nouns.ts';

/** Names of the virtual services that the prober asks, as the recording names them. */
export function probedServices({ run }: Pick<Recording, 'run'>): string[] {
  return run.topology.virtualServices.filter((one) => one.untouched !== true).map(serviceKey);
}

/** What the directors' tables were seen to hold in a span. A weight lasts from the reading that first showed it. */
export function weightsOf(
  recording: Recording,
  { fromMs, toMs }: { fromMs: KernelMs; toMs: KernelMs },
  seconds: (at: KernelMs) => number,
): Weights {
  const { topology } = recording.run;
  const spans = topology.directors.flatMap(({ name }, director) =>
    probedServices(recording).flatMap((key, service) =>
      weightSpans(tableChanges(recording, name, key))
        .filter((one) => one.fromMs < toMs && one.toMs > fromMs)
        .map((one) => ({ ...one, director, service })),
    ),
  );
  const known = topology.realServers.map((one) => one.name);
  const others = new Set(spans.map((one) => one.realServer).filter((name) => !known.includes(name)));
  const rows = [...known, ...[...others].sort()];
  return {
    rows,
    bars: spans.map((one) => ({
      row: rows.indexOf(one.realServer),
      director: one.director,
      service: one.service,
      fromS: seconds(Math.max(one.fromMs, fromMs)),
      toS: seconds(Math.min(one.toMs, toMs)),
      weight: one.weight,
    })),
  };
}

interface WeightSpan {
  realServer: string;
  weight: number;
  fromMs: KernelMs;
  toMs: KernelMs;
}

function weightSpans(changes: readonly { realServer: string; weight: number | null; at: KernelMs }[]): WeightSpan[] {
  const made: WeightSpan[] = [];
  const open = new Map<string, WeightSpan>();
  for (const { realServer, weight, at } of changes) {
    const current = open.get(realServer);
    if (current?.weight === weight) continue;
    if (current !== undefined) current.toMs = at;
    open.delete(realServer);
    if (weight === null) continue;
    const span = { realServer, weight, fromMs: at, toMs: Number.POSITIVE_INFINITY };
    open.set(realServer, span);
    made.push(span);
  }
  return made;
}
