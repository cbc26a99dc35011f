import type Dockerode from 'dockerode';
import { ourLabel } from '../cluster/labels.ts';
import { createNode } from '../cluster/node.ts';

/** The machine that the engine runs on: the lab's guest, or the host of a native engine. */
export interface EngineMachine extends AsyncDisposable {
  /** Runs a shell script as its root, and gives what it printed. Throws a `DrillError` when it fails, or takes over 60 s. */
  run(script: string): Promise<string>;
}

/** Ready to run scripts without any further container being started for them. `image` is one that holds util-linux. */
export async function reachEngineMachine(docker: Dockerode, image: string): Promise<EngineMachine> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['sleep', 'infinity'],
    Labels: { [ourLabel]: '1' },
    HostConfig: { Privileged: true, PidMode: 'host', NetworkMode: 'none' },
  });
  await container.start();
  const node = createNode({
    docker,
    id: container.id,
    name: 'engine-machine',
    kind: 'hand',
    onStarted: async () => {},
  });
  return {
    async run(script) {
      const argv = ['nsenter', '--target', '1', '--all', 'sh', '-l', '-e', '-c', script];
      return (await node.exec(argv, { timeoutMs: 60_000 })).stdout;
    },
    [Symbol.asyncDispose]: () => container.remove({ force: true }),
  };
}
