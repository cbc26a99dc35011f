import { z } from 'zod';
import type { Topology } from '../model.ts';

const vrrpSchema = z.looseObject({
  version: z.union([z.literal(2), z.literal(3)]),
  virtualRouterId: z.int().min(1).max(255),
  advertIntervalMs: z.number().positive(),
  preempt: z.boolean(),
  password: z.string().exactOptional(),
});

const directorSchema = z.looseObject({
  name: z.string(),
  address: z.string(),
  priority: z.int(),
  initialState: z.enum(['MASTER', 'BACKUP']),
  password: z.string().exactOptional(),
});

const virtualServiceSchema = z.looseObject({
  vip: z.string(),
  port: z.int(),
  scheduler: z.enum(['rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'dh', 'sh', 'sed', 'nq', 'fo', 'ovf', 'mh', 'twos']),
  forwardingMethod: z.enum(['NAT', 'DR', 'TUN']),
  persistenceTimeoutMs: z.number().exactOptional(),
  healthCheck: z.looseObject({
    type: z.literal('TCP_CHECK'),
    delayLoopMs: z.number(),
    connectTimeoutMs: z.number(),
    retries: z.number(),
    delayBeforeRetryMs: z.number(),
  }),
});

/** A topology as it stands in run.json. What makes a topology sensible is not judged here, only its shape. */
export const topologySchema: z.ZodType<Topology> = z.looseObject({
  name: z.string(),
  summary: z.string(),
  subnet: z.string(),
  vrrp: vrrpSchema,
  directors: z.array(directorSchema),
  realServers: z.array(z.looseObject({ name: z.string(), address: z.string(), weight: z.number() })),
  clients: z.array(z.looseObject({ name: z.string(), address: z.string(), sourceAddresses: z.array(z.string()) })),
  virtualServices: z.array(virtualServiceSchema),
});
