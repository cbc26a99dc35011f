import type { SoakEvent } from '../event.ts';
import { killNode } from '../kill-node.ts';

export const event: SoakEvent = {
  name: 'hand-killed',
  summary: 'the container through which faults are injected is killed by somebody else',
  damages: 'cluster',
  lab: 'kept',
  from: 'cluster',
  until: 'results',
  exits: [3],
  strike: (scene) => killNode(scene, /^hand$/),
};
