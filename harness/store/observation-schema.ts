import { z } from 'zod';
import type { Observation } from '../model.ts';
import { requestOutcomes } from '../request-outcomes.ts';
import { noun } from './noun.ts';

/** What can become of a request. */
export const requestOutcome = z.enum(requestOutcomes);

const requestValue = noun('RequestValue', {
  outcome: requestOutcome,
  service: z.string(),
  source: z.string(),
  lateMs: z.number(),
  latencyMs: z.number(),
  realServer: z.string().nullable(),
  sourcePort: z.int().exactOptional(),
});

const connectionValue = noun('ConnectionValue', {
  connection: z.number(),
  event: z.enum(['open', 'lost', 'open-failed']),
  source: z.string(),
  realServer: z.string().nullable(),
  cause: z.enum(['reset', 'closed', 'timeout', 'refused', 'unreachable']).exactOptional(),
});

const advertValue = noun('AdvertValue', {
  source: z.string(),
  version: z.union([z.literal(2), z.literal(3)]),
  virtualRouterId: z.number(),
  priority: z.number(),
  sourceMac: z.string(),
});

const destinationValue = noun('DestinationValue', {
  service: z.string(),
  realServer: z.string(),
  weight: z.number().nullable(),
  activeConnections: z.number(),
  inactiveConnections: z.number(),
  previousMs: z.number(),
  others: z
    .array(z.looseObject({ realServer: z.string(), activeConnections: z.number(), inactiveConnections: z.number() }))
    .exactOptional(),
});

const cohortValue = noun('CohortValue', {
  connection: z.number(),
  packets: z.number(),
  ageMs: z.number(),
  source: z.string(),
  stage: z.enum(['made', 'failover', 'reversion']),
  outcome: z.enum(['alive', 'reset', 'timeout', 'closed', 'failed']),
  realServer: z.string().nullable(),
});

const trialStage = z.enum(['before', 'under', 'after']);

const assignmentValue = noun('AssignmentValue', {
  trial: z.int(),
  stage: trialStage.exactOptional(),
  service: z.string(),
  connection: z.int(),
  source: z.string(),
  sourcePort: z.int(),
  outcome: requestOutcome,
  realServer: z.string().nullable(),
  answers: z.int(),
  latencyMs: z.number(),
  closing: z.looseObject({ earliestMs: z.number(), latestMs: z.number() }).exactOptional(),
  closedAtMs: z.number(),
});

const sizedRequestValue = noun('SizedRequestValue', {
  trial: z.int(),
  stage: trialStage,
  service: z.string(),
  direction: z.enum(['request', 'response']),
  bytes: z.int(),
  outcome: requestOutcome,
  latencyMs: z.number(),
  realServer: z.string().nullable(),
});

const head = { at: z.number(), node: z.string() };

/** One line of observations.ndjson. */
export const observationSchema: z.ZodType<Observation> = z.discriminatedUnion('series', [
  z.looseObject({ series: z.literal('request'), ...head, value: requestValue }),
  z.looseObject({ series: z.literal('connection'), ...head, value: connectionValue }),
  z.looseObject({ series: z.literal('advert'), ...head, value: advertValue }),
  z.looseObject({ series: z.literal('inside-advert'), ...head, value: advertValue }),
  z.looseObject({
    series: z.literal('garp'),
    ...head,
    value: noun('GarpValue', { address: z.string(), mac: z.string() }),
  }),
  z.looseObject({
    series: z.literal('vip-holder'),
    ...head,
    value: noun('VipHolderValue', { address: z.string(), held: z.boolean() }),
  }),
  z.looseObject({
    series: z.literal('node-state'),
    ...head,
    value: noun('NodeStateValue', { state: z.enum(['running', 'dead', 'frozen']) }),
  }),
  z.looseObject({
    series: z.literal('keepalived-log'),
    ...head,
    value: noun('KeepalivedLogValue', { line: z.string() }),
  }),
  z.looseObject({ series: z.literal('destination'), ...head, value: destinationValue }),
  z.looseObject({
    series: z.literal('neighbour'),
    ...head,
    value: noun('NeighbourValue', { address: z.string(), mac: z.string().nullable(), state: z.string() }),
  }),
  z.looseObject({ series: z.literal('cohort'), ...head, value: cohortValue }),
  z.looseObject({ series: z.literal('assignment'), ...head, value: assignmentValue }),
  z.looseObject({ series: z.literal('sized-request'), ...head, value: sizedRequestValue }),
  z.looseObject({
    series: z.literal('clock-offset'),
    ...head,
    value: noun('ClockOffsetValue', { offsetMs: z.number(), boundMs: z.number() }),
  }),
  z.looseObject({
    series: z.literal('syn'),
    ...head,
    value: noun('SynValue', { source: z.string(), sourcePort: z.int(), service: z.string() }),
  }),
]);
