import type { SoakEvent } from '../event.ts';
import { killNode } from '../kill-node.ts';

export const event: SoakEvent = {
  name: 'real-server-killed',
  summary: 'a real server’s container is killed by somebody else',
  damages: 'cluster',
  lab: 'kept',
  from: 'cluster',
  until: 'results',
  exits: [3],
  strike: (scene) => killNode(scene, /^real-server-/),
};
