import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import { lifeOf, parseIdentity } from '../process-identity.ts';
import { ourLabel, ownerLabel, runLabel } from './labels.ts';

/**
 * What to remove. `run`: everything of that run. `abandoned`: everything whose harness is gone, by `kill -9` or because
 * the topology was kept on purpose; what another living harness uses on the same engine stays. A harness that cannot
 * be seen from here (another machine or container) counts as gone when none of its run's containers runs.
 * `all`: everything of ours, whoever owns it.
 */
export type SweepFilter = { what: 'run'; runId: string } | { what: 'abandoned' } | { what: 'all' };

/** How many things were removed. */
export interface Swept {
  containers: number;
  networks: number;
}

interface Thing {
  id: string;
  labels: Record<string, string>;
  /** Of a container: `running`, `paused`, `exited`, ...; null for a network. */
  state: string | null;
}

/**
 * Removes our containers, also paused and frozen ones, and then our networks, by label. Something that vanishes
 * meanwhile is no error. Throws a `DrillError` that names everything that could not be removed.
 */
export async function sweep(docker: Dockerode, filter: SweepFilter): Promise<Swept> {
  const label = [filter.what === 'run' ? `${runLabel}=${filter.runId}` : `${ourLabel}=1`];
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters: { label } }),
    docker.listNetworks({ filters: { label } }),
  ]);
  const things: Thing[] = [
    ...containers.map((one) => ({ id: one.Id, labels: one.Labels, state: one.State })),
    ...networks.map((one) => ({ id: one.Id, labels: one.Labels ?? {}, state: null })),
  ];
  const doomed = filter.what === 'abandoned' ? await abandonedOf(things) : things;
  const failures: string[] = [];
  const attempt = async (thing: Thing, remove: () => Promise<unknown>): Promise<void> => {
    await remove().catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) failures.push(`${thing.id.slice(0, 12)}: ${messageOf(error)}`);
    });
  };
  const doomedContainers = doomed.filter((thing) => thing.state !== null);
  const doomedNetworks = doomed.filter((thing) => thing.state === null);
  await Promise.all(doomedContainers.map((thing) => attempt(thing, () => removeContainer(docker, thing))));
  await Promise.all(doomedNetworks.map((thing) => attempt(thing, () => docker.getNetwork(thing.id).remove())));
  if (failures.length > 0) {
    throw new DrillError(`Could not remove everything of lvs-drill from the engine: ${failures.join('; ')}.`, {
      remedy: `Look with: docker ps --all --filter label=${ourLabel}`,
    });
  }
  return { containers: doomedContainers.length, networks: doomedNetworks.length };
}

async function removeContainer(docker: Dockerode, thing: Thing): Promise<void> {
  const container = docker.getContainer(thing.id);
  if (thing.state === 'paused') await container.unpause().catch(() => {});
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    // 409: its removal is already in progress, by an earlier sweep or another process.
    if ((error as { statusCode?: number }).statusCode !== 409) throw error;
    await container.wait({ condition: 'removed' }).catch(() => {});
  }
}

/** The things whose harness is gone, judged run by run. */
async function abandonedOf(things: readonly Thing[]): Promise<Thing[]> {
  const runs = new Map<string, Thing[]>();
  for (const thing of things) {
    const runId = thing.labels[runLabel] ?? '';
    runs.set(runId, [...(runs.get(runId) ?? []), thing]);
  }
  const judged = await Promise.all([...runs.values()].map(async (run) => ((await isAbandoned(run)) ? run : [])));
  return judged.flat();
}

/** Whether the harness that owns the things of one run is gone. */
export async function isAbandoned(
  run: readonly { labels: Record<string, string>; state: string | null }[],
): Promise<boolean> {
  const owner = parseIdentity(run.map((thing) => thing.labels[ownerLabel]).find((mark) => mark !== undefined) ?? '');
  const life = owner === null ? 'unknown' : await lifeOf(owner);
  if (life !== 'unknown') return life === 'gone';
  return run.every((thing) => thing.state !== 'running' && thing.state !== 'paused');
}
