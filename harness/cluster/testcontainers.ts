import type Dockerode from 'dockerode';
import { getContainerRuntimeClient } from 'testcontainers';
import { withAnswerDeadline } from '../answer-deadline.ts';
import { DrillError } from '../errors.ts';

interface ModemAddress {
  socketPath?: string;
  protocol?: string;
  host?: string;
  port?: number | string;
}

/**
 * Makes testcontainers talk to `docker`'s engine. It takes its engine from the environment, once per process; without
 * the last two settings it would start a helper container from a registry, or search for a gateway that a lab has not.
 * Throws a `DrillError` when this process already uses another engine.
 */
export async function pointTestcontainersAt(docker: Dockerode): Promise<void> {
  const address = docker.modem as ModemAddress;
  process.env.DOCKER_HOST =
    address.socketPath === undefined ? `tcp://${address.host}:${address.port}` : `unix://${address.socketPath}`;
  // Whoever speaks TLS to another engine speaks none to a socket.
  if (address.socketPath !== undefined) {
    delete process.env.DOCKER_TLS_VERIFY;
    delete process.env.DOCKER_CERT_PATH;
  }
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  process.env.TESTCONTAINERS_HOST_OVERRIDE = '127.0.0.1';
  const client = withAnswerDeadline((await getContainerRuntimeClient()).container.dockerode);
  const used = client.modem as ModemAddress;
  if (used.socketPath !== address.socketPath || used.host !== address.host) {
    throw new DrillError(
      `testcontainers talks to ${used.socketPath ?? used.host}, not to the engine at ${address.socketPath ?? address.host}`,
    );
  }
}
