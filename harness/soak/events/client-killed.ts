import type { SoakEvent } from '../event.ts';
import { killNode } from '../kill-node.ts';

export const event: SoakEvent = {
  name: 'client-killed',
  summary: 'the client’s container is killed by somebody else',
  damages: 'cluster',
  lab: 'kept',
  from: 'cluster',
  until: 'results',
  exits: [3],
  strike: (scene) => killNode(scene, /^client-/),
};
