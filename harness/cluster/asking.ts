import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import { agentArgv } from '../load/agent-argv.ts';
import { readAgentLine } from '../load/agent-lines.ts';
import type { Cluster } from './interface.ts';

/** Between requests, ms: a lab with one processor answers them with ease while its containers still start. */
const intervalMs = 20;
const deadlineMs = 500;

/** Good answers of each real server, by virtual service (`vip:port`). */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Requests from the first client to every virtual service in turn, and what has become of them. */
export interface Asking {
  /** Good answers, and everything in words. Throws what went wrong with the asking itself. */
  seen(): { answers: Answers; saw: string };
  forget(): void;
  stop(): Promise<void>;
}

/** Starts to ask. Throws a `DrillError` when the prober cannot be started. */
export async function startAsking(cluster: Cluster): Promise<Asking> {
  const { client, node, services } = firstClient(cluster);
  const answers = new Map<string, Map<string, number>>();
  const outcomes = new Map<string, number>();
  let failure: unknown;
  const probe = await node.stream(
    agentArgv('probe', {
      services: services.map((service) => ({
        vip: service.vip,
        port: service.port,
        sources: sourcesOf(cluster.topology, client, service),
      })),
      intervalMs,
      deadlineMs,
    }),
    (line) => {
      try {
        const message = readAgentLine(line, node.name);
        if (message.kind !== 'observation' || message.observation.series !== 'request') return;
        const { outcome, realServer, service } = message.observation.value;
        count(outcomes, outcome);
        if (outcome !== 'ok' || realServer === null) return;
        const ofService = answers.get(service) ?? new Map<string, number>();
        answers.set(service, ofService);
        count(ofService, realServer);
      } catch (error) {
        failure ??= error;
      }
    },
  );
  let stopping = false;
  const ended = probe.ended.then(({ exitCode, stderr }) => {
    if (stopping) return;
    failure ??= new DrillError(
      `The prober on ${node.name} ended with exit code ${exitCode ?? 'none'}: ${stderr.trim()}`,
    );
  });
  return {
    seen() {
      if (failure !== undefined) throw failure;
      const good = [...answers].map(([service, ofService]) => `${service} answered by ${counts(ofService)}`);
      return { answers, saw: `${good.join('; ') || 'no answers'}; outcomes: ${counts(outcomes)}.` };
    },
    forget() {
      answers.clear();
      outcomes.clear();
    },
    async stop() {
      stopping = true;
      probe.end();
      await ended;
    },
  };
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function counts(map: ReadonlyMap<string, number>): string {
  return [...map].map(([name, times]) => `${name} ${times}`).join(', ') || 'none';
}
