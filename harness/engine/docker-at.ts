import Dockerode from 'dockerode';
import { withAnswerDeadline } from '../answer-deadline.ts';

/** What tells every Docker client where its engine is, and how to speak to it. */
const addressVariables = ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_PATH_PREFIX'] as const;

/**
 * A client of the engine behind that Unix socket, whatever the environment says: dockerode itself prefers the host in
 * DOCKER_HOST to the socket that it is given, and throws when it cannot make sense of that variable.
 */
export function dockerAt(socketPath: string, answerDeadlineMs?: number): Dockerode {
  const kept = addressVariables.map((name) => [name, process.env[name]] as const);
  for (const name of addressVariables) delete process.env[name];
  try {
    return withAnswerDeadline(new Dockerode({ socketPath }), answerDeadlineMs);
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}
