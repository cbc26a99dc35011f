import type { SoakEvent } from '../event.ts';
import { inGuest } from '../in-guest.ts';

export const event: SoakEvent = {
  name: 'engine-killed',
  summary: 'the Docker engine dies under the run',
  damages: 'engine',
  lab: 'own',
  from: 'images',
  until: 'report',
  exits: [3],
  async strike({ docker }) {
    const engine = await docker();
    if (engine === null) return null;
    // The answer to this request dies with it.
    await inGuest(engine, 'kill -9 "$(pgrep -x dockerd)"').catch(() => {});
    return 'SIGKILL to dockerd';
  },
};
