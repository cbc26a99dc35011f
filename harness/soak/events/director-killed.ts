import type { SoakEvent } from '../event.ts';
import { killNode } from '../kill-node.ts';

export const event: SoakEvent = {
  name: 'director-killed',
  summary: 'a director’s container is killed by somebody else',
  damages: 'cluster',
  lab: 'kept',
  from: 'cluster',
  until: 'results',
  exits: [3],
  strike: (scene) => killNode(scene, /^director-/),
};
