import Dockerode from 'dockerode';
import { withDeadline } from '../deadline.ts';
import { messageOf } from '../errors.ts';
import { baseImageName, ensureBaseImage } from './base-image.ts';
import type { Engine, Log } from './engine.ts';
import { type KernelAbilities, probeKernel } from './kernel-probe.ts';
import { watchKernelLog } from './kernel-trouble.ts';

/** A Docker engine found by the usual means and what its kernel can do, or why it is of no use. */
export type NativeFinding =
  | { usable: true; docker: Dockerode; dockerHost: string; abilities: KernelAbilities }
  | { usable: false; why: string };

const defaultDockerHost = 'unix:///var/run/docker.sock';
const answerDeadlineMs = 5_000;

/** Looks for a Docker engine at DOCKER_HOST or the default socket and asks its kernel for IPVS. Never throws. */
export async function findNative(log: Log, env: NodeJS.ProcessEnv = process.env): Promise<NativeFinding> {
  const dockerHost = env.DOCKER_HOST || defaultDockerHost;
  let docker: Dockerode;
  try {
    docker = new Dockerode({ ...(env.DOCKER_HOST ? {} : { socketPath: '/var/run/docker.sock' }) });
    const answer = await withDeadline(docker.ping(), answerDeadlineMs);
    if (answer === 'late') throw new Error(`no answer within ${answerDeadlineMs / 1000} s`);
  } catch (error) {
    return { usable: false, why: `no Docker engine answers at ${dockerHost} (${messageOf(error)})` };
  }
  try {
    await ensureBaseImage(docker, { log });
    const abilities = await probeKernel(docker, baseImageName);
    if (!abilities.ipvs)
      return {
        usable: false,
        why: `the kernel of the Docker engine at ${dockerHost} (${abilities.release}) has no ip_vs`,
      };
    if (!abilities.macvlan)
      return {
        usable: false,
        why: `the kernel of the Docker engine at ${dockerHost} (${abilities.release}) has no macvlan`,
      };
    if (!abilities.cgroup2)
      return {
        usable: false,
        why: `the Docker engine at ${dockerHost} runs on cgroup v1; freezing a director needs v2`,
      };
    return { usable: true, docker, dockerHost, abilities };
  } catch (error) {
    return {
      usable: false,
      why: `the Docker engine at ${dockerHost} could not be asked for ip_vs (${messageOf(error)})`,
    };
  }
}

/** The engine that was found. */
export async function nativeEngine(finding: Extract<NativeFinding, { usable: true }>): Promise<Engine> {
  return {
    kind: 'native',
    reason: `the Docker engine at ${finding.dockerHost} has ip_vs in its kernel (${finding.abilities.release})`,
    docker: finding.docker,
    outlivesRun: true,
    dockerHost: finding.dockerHost,
    withPackages: (build) => build(undefined),
    kernelTrouble: await watchKernelLog(finding.docker),
    logFiles: [],
    [Symbol.asyncDispose]: async () => {},
  };
}
