import type { ListedServer, Scheduler, SchedulerFlag, Traffic } from '../../../model.ts';
import type { ObservedConnection, Past, ScheduledService } from '../service.ts';
import { concurrent } from './concurrent.ts';
import { mappings, scattered, vips } from './mappings.ts';
import { sequences } from './sequences.ts';

/** A service as it was when it was recorded, and whom its connections got. */
export interface Recorded {
  service: ScheduledService;
  list: ListedServer[];
  past: Past;
  connections: ObservedConnection[];
}

const client = '198.18.0.50';
const vip = '198.19.0.100';

/** Those of `sequential` follow each other; those of `held` are all open at the end. */
export function recordedSequences(): (Recorded & { traffic: Traffic })[] {
  return lines(sequences).map(([scheduler = '', traffic, list = '', port = '', got = '']) => ({
    ...recorded(scheduler, list, Number(port), []),
    traffic: traffic === 'held' ? 'held' : 'sequential',
    connections: [...got].map((server, place) => ({
      source: client,
      sourcePort: 20_000 + place,
      destination: vip,
      destinationPort: Number(port),
      beginMs: 10 * place,
      closing: traffic === 'held' ? null : { earliestMs: 10 * place + 5, latestMs: 10 * place + 5 },
      realServer: served(server),
    })),
  }));
}

/** With the step of a disruption, null for none. */
export function recordedMappings(): (Recorded & { step: string | null })[] {
  const offsets = {
    row: Array.from({ length: 256 }, (_, place) => place),
    scattered: scattered.trim().split(/\s+/).map(Number),
  };
  return lines(mappings).map(([scheduler = '', flags, list = '', drained, port, clients, first, step, got = '']) => {
    const base = recorded(scheduler, list, Number(port), flags === '-' ? [] : (flags?.split(',') as SchedulerFlag[]));
    const [server = '', weight] = drained?.split(':') ?? [];
    return {
      ...base,
      past: drained === '-' ? {} : { lastWeights: { [server]: Number(weight) } },
      step: step === '-' || step === undefined ? null : step,
      connections: offsets[clients === 'row' ? 'row' : 'scattered'].map((offset, place) => ({
        source: `198.18.${8 + Math.floor(offset / 256)}.${offset % 256}`,
        sourcePort: Number(first) + place,
        destination: vip,
        destinationPort: Number(port),
        beginMs: place,
        closing: null,
        realServer: served(got[place]),
      })),
    };
  });
}

/** One connection to each of many VIPs with the same real servers. */
export function recordedVips(): Recorded[] {
  return lines(vips).map(([list = '', got = '']) => ({
    ...recorded('dh', list, 80, []),
    connections: [...got].map((server, place) => ({
      source: client,
      sourcePort: 20_000 + place,
      destination: `198.19.0.${7 + 3 * place}`,
      destinationPort: 80,
      beginMs: place,
      closing: null,
      realServer: served(server),
    })),
  }));
}

/** Several at a time. */
export function recordedConcurrent(): Recorded[] {
  const all = lines(concurrent);
  return all.flatMap(([scheduler = '', list = '', got = ''], line) => {
    if (line % 2 === 1) return [];
    let beginMs = 0;
    const connections = (all[line + 1] ?? []).map((times, place): ObservedConnection => {
      const [sinceLast = 0, untilAnswer = 0, untilClosed = 0] = times.split(',').map((text) => Number(text) / 1000);
      beginMs += sinceLast;
      return {
        source: client,
        sourcePort: 20_000 + place,
        destination: vip,
        destinationPort: 80,
        beginMs,
        closing: { earliestMs: beginMs + untilAnswer, latestMs: beginMs + untilAnswer + untilClosed },
        realServer: served(got[place]),
      };
    });
    return [{ ...recorded(scheduler, list, 80, []), connections }];
  });
}

function lines(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
}

function recorded(scheduler: string, list: string, port: number, flags: SchedulerFlag[]): Recorded {
  const listed = list.split(',').map((text) => text.split(':'));
  return {
    service: {
      scheduler: scheduler as Scheduler,
      flags,
      addresses: Object.fromEntries(listed.map(([name = '']) => [name, { address: `198.18.0.2${name}`, port }])),
    },
    list: listed.map(([realServer = '', weight]) => ({
      realServer,
      weight: Number(weight),
      activeConnections: 0,
      inactiveConnections: 0,
    })),
    past: {},
    connections: [],
  };
}

function served(server: string | undefined): string | null {
  return server === '-' || server === undefined ? null : server;
}
