import { z } from 'zod';
import { schedulerNames } from '../ipvs/scheduler-names.ts';
import type { Topology, TopologyChange } from '../model.ts';
import { noun } from './noun.ts';

const vrrpSchema = noun('VrrpInstance', {
  version: z.union([z.literal(2), z.literal(3)]),
  virtualRouterId: z.int().min(1).max(255),
  advertIntervalMs: z.number().positive(),
  preempt: z.boolean(),
  preemptDelayMs: z.number().exactOptional(),
  password: z.string().exactOptional(),
  realtimePriority: z.int().exactOptional(),
  higherPrioSendAdvert: z.literal(true).exactOptional(),
});

const directorSchema = noun('Director', {
  name: z.string(),
  address: z.string(),
  priority: z.int(),
  initialState: z.enum(['MASTER', 'BACKUP']),
  password: z.string().exactOptional(),
  virtualRouterId: z.int().exactOptional(),
  insideAddress: z.string().exactOptional(),
});

const strangerSchema = noun('Stranger', {
  name: z.string(),
  address: z.string(),
  priority: z.int(),
  vip: z.string(),
  virtualRouterId: z.int(),
  password: z.string().exactOptional(),
  startsWithCluster: z.literal(true).exactOptional(),
});

const realServerSchema = noun('RealServer', {
  name: z.string(),
  address: z.string(),
  weight: z.number(),
  answersArpForVip: z.literal(true).exactOptional(),
  on: z.string().exactOptional(),
  lacksTunnel: z.literal(true).exactOptional(),
  gateway: z.string().exactOptional(),
});

const checkTiming = {
  delayLoopMs: z.number(),
  connectTimeoutMs: z.number(),
  retries: z.number(),
  delayBeforeRetryMs: z.number(),
  port: z.int().exactOptional(),
};

const urlSchema = z.looseObject({
  path: z.string(),
  statusCode: z.int().exactOptional(),
  digest: z.string().exactOptional(),
});

const healthCheckSchema = z.discriminatedUnion('type', [
  noun('TcpCheck', { type: z.literal('TCP_CHECK'), ...checkTiming }),
  noun('HttpCheck', { type: z.literal('HTTP_GET'), ...checkTiming, urls: z.array(urlSchema) }),
  noun('MiscCheck', { type: z.literal('MISC_CHECK'), ...checkTiming, timeoutMs: z.number() }),
]);

const virtualServiceSchema = noun('VirtualService', {
  label: z.string().exactOptional(),
  vip: z.string(),
  port: z.int(),
  scheduler: z.enum(schedulerNames),
  forwardingMethod: z.enum(['NAT', 'DR', 'TUN']),
  persistenceTimeoutMs: z.number().exactOptional(),
  persistencePrefixLength: z.int().exactOptional(),
  healthCheck: healthCheckSchema,
  sorryServer: z.literal(true).exactOptional(),
  quorum: z.int().exactOptional(),
  hysteresis: z.int().exactOptional(),
  inhibitOnFailure: z.literal(true).exactOptional(),
  schedulerFlags: z.array(z.enum(['sh-fallback', 'sh-port', 'mh-fallback', 'mh-port'])).exactOptional(),
  weights: z.array(z.int().nullable()).exactOptional(),
  untouched: z.literal(true).exactOptional(),
});

const clientSchema = noun('Client', {
  name: z.string(),
  address: z.string(),
  sourceAddresses: z.array(z.string()),
  farAddress: z.string().exactOptional(),
});

/** A topology as it stands in run.json. What makes a topology sensible is not judged here, only its shape. */
export const topologySchema: z.ZodType<Topology> = noun('Topology', {
  name: z.string(),
  summary: z.string(),
  subnet: z.string(),
  inside: noun('Inside', { subnet: z.string().exactOptional(), vip: z.string() }).exactOptional(),
  vrrp: vrrpSchema,
  directors: z.array(directorSchema),
  realServers: z.array(realServerSchema),
  clients: z.array(clientSchema),
  virtualServices: z.array(virtualServiceSchema),
  sorryServer: z.looseObject({ name: z.string(), address: z.string() }).exactOptional(),
  strangers: z.array(strangerSchema).exactOptional(),
  syncDaemon: z.literal(true).exactOptional(),
  directorSysctls: z.record(z.string(), z.string()).exactOptional(),
  realServerAdvmss: z.int().exactOptional(),
  clientRouteMtu: z.int().exactOptional(),
  wrongOnPurpose: z.literal(true).exactOptional(),
  // For the reader of the file: nothing is predicted from it.
  actually: z
    .custom<TopologyChange>((value) => typeof value === 'object' && value !== null)
    .meta({ id: 'TopologyChange', type: 'object' })
    .exactOptional(),
});
