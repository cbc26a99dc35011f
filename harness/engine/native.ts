import Dockerode from 'dockerode';
import { withAnswerDeadline } from '../answer-deadline.ts';
import { withDeadline } from '../deadline.ts';
import { DrillError, messageOf } from '../errors.ts';
import { baseImageName, ensureBaseImage } from './base-image.ts';
import { dockerAt } from './docker-at.ts';
import type { Engine, Log } from './engine.ts';
import { type KernelAbilities, probeKernel } from './kernel-probe.ts';
import { watchKernelLog } from './kernel-trouble.ts';
import { addressObstacle, connectionObstacle, engineObstacle, kernelObstacle, type Obstacle } from './obstacles.ts';
import { withoutCredentials } from './without-credentials.ts';

/** A Docker engine found by the usual means and what its kernel can do, or why it is of no use. */
export type NativeFinding =
  | {
      usable: true;
      docker: Dockerode;
      dockerHost: string;
      abilities: KernelAbilities;
      /** What its kernel has reported since it was found. */
      kernelTrouble: Engine['kernelTrouble'];
    }
  | ({ usable: false } & Obstacle);

const defaultSocket = '/var/run/docker.sock';
const answerDeadlineMs = 5_000;

/** Looks for a Docker engine at DOCKER_HOST or the default socket and asks its kernel for IPVS. Never throws. */
export async function findNative(log: Log): Promise<NativeFinding> {
  const dockerHost = process.env.DOCKER_HOST || `unix://${defaultSocket}`;
  const unusable = ({ why, remedy }: Obstacle) => ({
    usable: false as const,
    why: withoutCredentials(why),
    remedy: withoutCredentials(remedy),
  });
  const misread = addressObstacle(dockerHost);
  if (misread !== null) return unusable(misread);
  let docker: Dockerode;
  try {
    docker = process.env.DOCKER_HOST ? withAnswerDeadline(new Dockerode()) : dockerAt(defaultSocket);
    const answer = await withDeadline(docker.ping(), answerDeadlineMs);
    if (answer === 'late') throw new Error(`no answer within ${answerDeadlineMs / 1000} s`);
  } catch (error) {
    return unusable(connectionObstacle(dockerHost, error instanceof Error ? error : new Error(messageOf(error))));
  }
  try {
    const [info, version] = await Promise.all([docker.info(), docker.version()]);
    const facts = { ...info, components: version.Components?.map(({ Name }) => Name) ?? [] };
    const unfit = engineObstacle(dockerHost, facts);
    if (unfit !== null) return unusable(unfit);
    await ensureBaseImage(docker, { log });
    const abilities = await probeKernel(docker, baseImageName);
    const lacking = kernelObstacle(dockerHost, abilities, facts);
    if (lacking !== null) return unusable(lacking);
    const kernelTrouble = await watchKernelLog(docker);
    return { usable: true, docker, dockerHost: withoutCredentials(dockerHost), abilities, kernelTrouble };
  } catch (error) {
    return unusable({
      why: `the Docker engine at ${dockerHost} could not be asked for ip_vs and its kernel's log (${messageOf(error)})`,
      remedy:
        (error instanceof DrillError ? error.remedy : undefined) ??
        `It is asked in a privileged container: see what \`docker run --rm --privileged ${baseImageName} dmesg\` says.`,
    });
  }
}

/** The engine that was found. */
export function nativeEngine(finding: Extract<NativeFinding, { usable: true }>): Engine {
  return {
    kind: 'native',
    reason: `the Docker engine at ${finding.dockerHost} has ip_vs in its kernel (${finding.abilities.release})`,
    docker: finding.docker,
    outlivesRun: true,
    dockerHost: finding.dockerHost,
    withPackages: (build) => build(undefined),
    kernelTrouble: finding.kernelTrouble,
    logFiles: [],
    [Symbol.asyncDispose]: async () => {},
  };
}
