import { nodeLabel, ourLabel } from '../cluster/labels.ts';
import { waitUntil } from '../wait-until.ts';
import type { Scene } from './event.ts';
import { hangsAfterMs } from './running-suite.ts';

/** Kills one of the run's containers of that kind, as soon as there is one, as anybody with a Docker client could. */
export async function killNode({ suite, docker, random }: Scene, name: RegExp): Promise<string | null> {
  const engine = await docker();
  if (engine === null) return null;
  let killed: string | null = null;
  await waitUntil(
    'a container of the run is there',
    async () => {
      if (suite.hasEnded()) return true;
      const running = await engine.listContainers({ filters: { label: [`${ourLabel}=1`] } });
      const fit = running.filter(({ Labels }) => name.test(Labels[nodeLabel] ?? ''));
      const chosen = fit[Math.floor(random() * fit.length)];
      if (chosen === undefined) return false;
      killed = chosen.Labels[nodeLabel] ?? null;
      await engine.getContainer(chosen.Id).kill({ signal: 'SIGKILL' });
      return true;
    },
    hangsAfterMs,
  ).catch(async (error: { statusCode?: number }) => {
    // 404, 409: the run itself has ended it meanwhile.
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
    killed = null;
  });
  return killed === null ? null : `killed the container of ${killed}`;
}
