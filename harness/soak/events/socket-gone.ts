import { rename } from 'node:fs/promises';
import { withDeadline } from '../../deadline.ts';
import type { SoakEvent } from '../event.ts';

/** It stays away for up to this, ms. */
const longestMs = 4_000;

export const event: SoakEvent = {
  name: 'socket-gone',
  summary: 'the Docker socket goes, and comes back some seconds later',
  damages: 'engine',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: [3],
  async strike(scene) {
    if (scene.suite.hasEnded()) return null;
    const lab = await scene.lab();
    if (lab === null) return null;
    const { dockerSocket } = lab.record;
    const awayMs = Math.round(scene.random() * longestMs);
    await rename(dockerSocket, `${dockerSocket}.away`);
    try {
      await withDeadline(scene.suite.ended, awayMs);
    } finally {
      await rename(`${dockerSocket}.away`, dockerSocket);
    }
    return `the socket was away for up to ${awayMs} ms`;
  },
};
