import type { SchedulerFlag, Topology, VirtualService } from '../harness/model.ts';
import { topology as schedulers } from './schedulers.ts';

const variants: { name: string; scheduler: 'sh' | 'mh'; schedulerFlags: SchedulerFlag[] }[] = [
  { name: 'sh', scheduler: 'sh', schedulerFlags: [] },
  { name: 'sh, sh-fallback', scheduler: 'sh', schedulerFlags: ['sh-fallback'] },
  { name: 'mh', scheduler: 'mh', schedulerFlags: [] },
  { name: 'mh, mh-fallback', scheduler: 'mh', schedulerFlags: ['mh-fallback'] },
];
const weightings = [
  { name: '1:1:1:1', weights: [1, 1, 1, 1] },
  { name: '1:2:3:4', weights: [1, 2, 3, 4] },
];

const { healthCheck } = schedulers.virtualServices[0] as VirtualService;
const service = { vip: '198.18.0.101', forwardingMethod: 'DR', healthCheck } as const;

/** The schedulers that keep each client where it is, with and without what they do for clients of a server that is gone. */
export const topology: Topology = {
  ...schedulers,
  name: 'hash-schedulers',
  summary:
    'sh and mh with and without fallback, equal weights and 1:2:3:4, four real servers by direct routing, a client of 256 addresses',
  virtualServices: [
    { ...service, label: 'ready', port: 89, scheduler: 'rr' },
    ...variants.flatMap(({ name, scheduler, schedulerFlags }, place) =>
      weightings.map((weighting, portPlace) => ({
        ...service,
        label: `${name} ${weighting.name}`,
        port: 80 + place * weightings.length + portPlace,
        scheduler,
        schedulerFlags,
        weights: weighting.weights,
        untouched: true as const,
      })),
    ),
  ],
};
