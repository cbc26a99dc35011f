import { z } from 'zod';
import type { BalanceTrial, Comparison, ListReading, LoadTrial } from '../model.ts';
import { noun } from './noun.ts';
import { throughputSchema } from './throughput-schema.ts';

const instant = z.number().nullable();

const listedServer = noun('ListedServer', {
  realServer: z.string(),
  weight: z.number(),
  activeConnections: z.number(),
  inactiveConnections: z.number(),
});

const counts = z.record(z.string(), z.number()).nullable();

/** A service's list in a fault's trial, as it stands in run.json. */
export const listReadingSchema: z.ZodType<ListReading> = noun('ListReading', {
  stage: z.enum(['before', 'under', 'after']),
  service: z.string(),
  atMs: z.number(),
  list: z.array(listedServer),
});

/** Traffic for one virtual service, as it stands in run.json. */
export const balanceTrialSchema: z.ZodType<BalanceTrial> = noun('BalanceTrial', {
  index: z.int().min(0),
  service: z.string(),
  balance: noun('Balance', {
    traffic: z.enum(['sequential', 'concurrent', 'held', 'slow-server', 'keep-alive']),
    connections: z.int(),
    concurrency: z.int(),
    requestsPerConnection: z.int(),
    slowByMs: z.number().exactOptional(),
  }),
  startedAtMs: instant,
  endedAtMs: instant,
  list: z.array(listedServer),
  kernelConnections: counts,
  loggedRequests: counts,
  error: z.string().exactOptional(),
});

const path = z.enum(['direct', 'NAT', 'DR', 'TUN']);
const connectionUse = z.enum(['kept', 'fresh']);

/** What was compared, as it stands in run.json. */
export const comparisonSchema: z.ZodType<Comparison> = noun('Comparison', {
  paths: z.array(path),
  responseBytes: z.array(z.union([z.literal(100), z.literal(1024), z.literal(10240), z.literal(102400)])),
  connectionUses: z.array(connectionUse),
  concurrency: z.int(),
  durationMs: z.number(),
  settleMs: z.number().exactOptional(),
  linkBitsPerSecond: z.number().exactOptional(),
});

/** One load through one path, as it stands in run.json. */
export const loadTrialSchema: z.ZodType<LoadTrial> = noun('LoadTrial', {
  index: z.int().min(0),
  round: z.int().min(0),
  path,
  responseBytes: z.number(),
  connectionUse,
  throughput: throughputSchema.nullable(),
  answeredBytesPerSecond: instant,
  links: z.array(
    noun('LinkCount', {
      node: z.string(),
      address: z.string(),
      receivedBytes: z.number(),
      sentBytes: z.number(),
      receivedPackets: z.number(),
      sentPackets: z.number(),
    }),
  ),
  countedMs: instant,
  directorCpuMs: instant,
  engineCpuMs: instant,
  error: z.string().exactOptional(),
  clusterFailed: z.literal(true).exactOptional(),
});
