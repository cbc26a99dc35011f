import { z } from 'zod';
import { DrillError } from '../errors.ts';
import type { Observation } from '../model.ts';
import { requestOutcomes } from '../request-outcomes.ts';
import type {
  DoneLine,
  HandReply,
  LoadReply,
  ReadyLine,
  ThroughputLine,
  TriedLine,
  TroubleLine,
} from './agent/protocol.ts';

/** What one line of an agent's standard output says. */
export type AgentMessage =
  | { kind: 'observation'; observation: Observation }
  | ({ kind: 'ready' } & ReadyLine)
  | ({ kind: 'trouble' } & TroubleLine)
  | ({ kind: 'tried' } & TriedLine)
  | ({ kind: 'done' } & DoneLine)
  | ({ kind: 'throughput' } & ThroughputLine)
  | { kind: 'loaded'; reply: LoadReply }
  | { kind: 'reply'; reply: HandReply };

const at = z.number().positive();
const address = z.ipv4();
const mac = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
const service = z.string().regex(/^[^ ]+:\d+$/);
const count = z.int().nonnegative();
const port = z.int().min(1).max(65535);
const stage = z.enum(['before', 'under', 'after']);
const outcome = z.enum(requestOutcomes);

/** Every series that an agent can print; the others come from elsewhere. */
const observation = z.discriminatedUnion('series', [
  z.strictObject({
    series: z.literal('request'),
    at,
    value: z.strictObject({
      outcome,
      service,
      source: address,
      lateMs: z.number().nonnegative(),
      latencyMs: z.number().nonnegative(),
      realServer: z.string().nullable(),
      sourcePort: port.exactOptional(),
    }),
  }),
  z.strictObject({
    series: z.literal('syn'),
    at,
    value: z.strictObject({ source: address, sourcePort: port, service }),
  }),
  z.strictObject({
    series: z.literal('connection'),
    at,
    value: z.strictObject({
      connection: z.int().positive(),
      event: z.enum(['open', 'lost', 'open-failed']),
      source: address,
      realServer: z.string().nullable(),
      cause: z.enum(['reset', 'closed', 'timeout', 'refused', 'unreachable']).exactOptional(),
    }),
  }),
  z.strictObject({
    series: z.literal('advert'),
    at,
    value: z.strictObject({
      source: address,
      version: z.union([z.literal(2), z.literal(3)]),
      virtualRouterId: z.int().min(0).max(255),
      priority: z.int().min(0).max(255),
      sourceMac: mac,
    }),
  }),
  z.strictObject({ series: z.literal('garp'), at, value: z.strictObject({ address, mac }) }),
  z.strictObject({
    series: z.literal('destination'),
    at,
    // Where other series get the node that the agent runs on.
    node: z.string(),
    value: z.strictObject({
      service,
      realServer: z.string(),
      weight: count.nullable(),
      activeConnections: count,
      inactiveConnections: count,
      previousMs: at,
      others: z
        .array(z.strictObject({ realServer: z.string(), activeConnections: count, inactiveConnections: count }))
        .exactOptional(),
    }),
  }),
  z.strictObject({
    series: z.literal('cohort'),
    at,
    value: z.strictObject({
      connection: z.int().positive(),
      packets: z.int().min(2),
      ageMs: z.number(),
      source: address,
      stage: z.enum(['made', 'failover', 'reversion']),
      outcome: z.enum(['alive', 'reset', 'timeout', 'closed', 'failed']),
      realServer: z.string().nullable(),
    }),
  }),
  z.strictObject({
    series: z.literal('assignment'),
    at,
    value: z.strictObject({
      trial: count,
      stage: stage.exactOptional(),
      service,
      connection: count,
      source: address,
      sourcePort: z.int().positive(),
      outcome,
      realServer: z.string().nullable(),
      answers: count,
      latencyMs: z.number().nonnegative(),
      closing: z.strictObject({ earliestMs: at, latestMs: at }).exactOptional(),
      closedAtMs: at,
    }),
  }),
  z.strictObject({
    series: z.literal('sized-request'),
    at,
    value: z.strictObject({
      trial: count,
      stage,
      service,
      direction: z.enum(['request', 'response']),
      bytes: z.int().positive(),
      outcome,
      latencyMs: z.number().nonnegative(),
      realServer: z.string().nullable(),
    }),
  }),
  z.strictObject({
    series: z.literal('clock-offset'),
    at,
    value: z.strictObject({ offsetMs: z.number(), boundMs: z.number().positive() }),
  }),
]);

const ready = z.strictObject({ ready: z.literal(true), at });
const trouble = z.strictObject({ trouble: z.string(), at, times: z.int().positive() });
const tried = z.strictObject({ tried: z.enum(['failover', 'reversion']), at });

const done = z.strictObject({ done: count, begun: count, at });

const throughputValue = z.strictObject({
  startedAtMs: at,
  durationMs: z.number().positive(),
  connections: z.int().positive(),
  responses: z.int().nonnegative(),
  requestsPerSecond: z.number().nonnegative(),
  errors: z.int().nonnegative(),
  non2xx: z.int().nonnegative(),
  latencyMs: z.strictObject({
    p50: z.number().nonnegative(),
    p99: z.number().nonnegative(),
    max: z.number().nonnegative(),
  }),
});
const throughput = z.strictObject({ throughput: throughputValue });

const id = z.int().nonnegative();
const loaded: z.ZodType<LoadReply> = z.union([
  z.strictObject({ loaded: id, error: z.string() }),
  z.strictObject({
    loaded: id,
    throughput: throughputValue,
    answeredBytes: count,
    failures: z.record(z.string(), z.int().positive()),
  }),
]);
const reply: z.ZodType<HandReply> = z.union([
  z.strictObject({ id: id.nullable(), error: z.string() }),
  z.strictObject({
    id,
    earliestMs: at,
    latestMs: at,
    effective: z.boolean(),
    evidence: z.string(),
    ended: z.strictObject({ earliestMs: at, latestMs: at }).exactOptional(),
  }),
  z.strictObject({
    id,
    atMs: at,
    alive: z.boolean(),
    frozen: z.boolean(),
    processes: z.array(z.string()),
    startedAtMs: z.array(z.number()),
  }),
  z.strictObject({ id, stdout: z.string() }),
  z.strictObject({ id, earliestMs: at, latestMs: at, contents: z.array(z.string().nullable()) }),
  z.strictObject({ id, atMs: at }),
]);

/**
 * Reads one line that an agent printed on `node`, which an observation concerns unless it names another. Throws a
 * `DrillError` that shows the line when it is none: an agent and a harness that do not understand each other must not
 * yield a recording with holes.
 */
export function readAgentLine(line: string, node: string): AgentMessage {
  try {
    return understand(JSON.parse(line), node);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : (error as Error).message;
    const shown = line.length > 300 ? `${line.slice(0, 300)}...` : line;
    throw new DrillError(`The agent on ${node} printed a line that cannot be understood: ${shown} (${why}).`, {
      remedy: 'Remove the image of that node, so that it is built again with the present agent.',
      cause: error,
    });
  }
}

function understand(parsed: unknown, node: string): AgentMessage {
  if (typeof parsed !== 'object' || parsed === null) throw new Error('not an object');
  if ('series' in parsed) return { kind: 'observation', observation: { node, ...observation.parse(parsed) } };
  if ('ready' in parsed) return { kind: 'ready', ...ready.parse(parsed) };
  if ('trouble' in parsed) return { kind: 'trouble', ...trouble.parse(parsed) };
  if ('tried' in parsed) return { kind: 'tried', ...tried.parse(parsed) };
  if ('done' in parsed) return { kind: 'done', ...done.parse(parsed) };
  if ('loaded' in parsed) return { kind: 'loaded', reply: loaded.parse(parsed) };
  if ('throughput' in parsed) return { kind: 'throughput', ...throughput.parse(parsed) };
  if ('id' in parsed) return { kind: 'reply', reply: reply.parse(parsed) };
  throw new Error('none of series, ready, trouble, tried, done, loaded, throughput, id');
}
