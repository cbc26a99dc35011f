import { DrillError } from '../errors.ts';
import type { KernelAbilities } from './kernel-probe.ts';

/** Why a Docker engine cannot be used, in words that end a sentence, and what to do about it, in one of their own. */
export interface Obstacle {
  why: string;
  remedy: string;
}

/** What is read of `GET /info` and `GET /version` (Docker Engine API). */
export interface EngineFacts {
  /** `linux` or `windows`. */
  OSType?: string;
  OperatingSystem?: string;
  /** `name=rootless`, `name=userns`, `name=seccomp,profile=builtin`, ... */
  SecurityOptions?: string[] | null;
  /** Names of the parts of the engine: `Engine`, or `Podman Engine`. */
  components?: string[];
}

/** An address that Docker's own command line understands and lvs-drill does not. */
export function addressObstacle(dockerHost: string): Obstacle | null {
  const scheme = /^([a-z]+):\/\//i.exec(dockerHost)?.[1]?.toLowerCase();
  if (scheme === undefined || ['unix', 'tcp', 'http', 'https'].includes(scheme)) return null;
  const [, host = '', port] = /^[^/]*\/\/([^/:]*)(?::(\d+))?/.exec(dockerHost) ?? [];
  return {
    why: `DOCKER_HOST is ${dockerHost}, and only unix:// and tcp:// are understood`,
    remedy:
      scheme === 'ssh'
        ? `Forward that machine's socket with \`ssh -nNT${port === undefined ? '' : ` -p ${port}`} -L /tmp/docker.sock:/var/run/docker.sock ${host}\`, and set DOCKER_HOST=unix:///tmp/docker.sock.`
        : 'Set DOCKER_HOST to unix:// with the path of a socket, or to tcp:// with a host and a port.',
  };
}

/** What an error of the first question to an engine means. */
export function connectionObstacle(
  dockerHost: string,
  error: Error & { code?: string; statusCode?: number },
): Obstacle {
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return {
      why: `this user may not use the Docker engine at ${dockerHost} (${error.message})`,
      remedy:
        'Add the user to the group of that socket, `sudo usermod --append --groups docker "$USER"`, and log in anew.',
    };
  }
  const why = `no Docker engine answers at ${dockerHost} (${error.message})`;
  if (/HTTP request to an HTTPS server/i.test(error.message)) {
    return {
      why,
      remedy: 'Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem.',
    };
  }
  const remedy = dockerHost.startsWith('unix://')
    ? 'Start Docker there (`sudo systemctl start docker`), install it (Debian: docker.io), or set DOCKER_HOST to the address that `docker context inspect` shows.'
    : 'Check the address in DOCKER_HOST, that the engine listens there, and that nothing between drops its port.';
  return { why, remedy };
}

/** What an engine says of itself that no drill can be run on. */
export function engineObstacle(dockerHost: string, facts: EngineFacts): Obstacle | null {
  const options = (facts.SecurityOptions ?? []).flatMap((option) => option.split(','));
  const its = `the engine at ${dockerHost}`;
  if ((facts.components ?? []).some((name) => /podman/i.test(name))) {
    return {
      why: `${its} is Podman, which puts a macvlan network without a parent on the machine's own link (podman-network-create(1))`,
      remedy: 'Set DOCKER_HOST to a Docker engine: VRRP of a drill must not reach a real network.',
    };
  }
  if (facts.OSType !== undefined && facts.OSType !== 'linux') {
    return {
      why: `${its} runs ${facts.OSType} containers`,
      remedy: 'Switch it to Linux containers, or set DOCKER_HOST to an engine on Linux.',
    };
  }
  if (options.includes('name=rootless')) {
    return {
      why: `${its} is rootless: what it starts may neither load kernel modules nor read the kernel's log`,
      remedy: 'Set DOCKER_HOST to an engine that runs as root, usually unix:///var/run/docker.sock.',
    };
  }
  if (options.includes('name=userns')) {
    return {
      why: `${its} remaps users (userns-remap), and so starts no container that may act on others`,
      remedy:
        'Take `userns-remap` out of its /etc/docker/daemon.json and restart it, or set DOCKER_HOST to another engine.',
    };
  }
  return null;
}

/** What the kernel under an engine lacks of what every drill needs. */
export function kernelObstacle(dockerHost: string, abilities: KernelAbilities, facts: EngineFacts): Obstacle | null {
  const lacking = (module: 'ip_vs' | 'macvlan'): Obstacle => ({
    why: `the kernel of the Docker engine at ${dockerHost} (${abilities.release}) has no ${module}`,
    remedy: /Docker Desktop/i.test(facts.OperatingSystem ?? '')
      ? 'Docker Desktop has a kernel of its own that takes no modules: set DOCKER_HOST to a Docker engine on a Linux machine.'
      : `Run \`sudo modprobe ${module}\` on its machine; where that finds none, install the kernel's other modules (Ubuntu: linux-modules-extra-${abilities.release}), and after an upgrade of the kernel boot it first.`,
  });
  if (!abilities.ipvs) return lacking('ip_vs');
  if (!abilities.macvlan) return lacking('macvlan');
  if (!abilities.cgroup2) {
    return {
      why: `the Docker engine at ${dockerHost} runs on cgroup v1; freezing a director needs v2`,
      remedy: 'Boot its machine with cgroup v2 alone (kernel parameter systemd.unified_cgroup_hierarchy=1).',
    };
  }
  return null;
}

/** Why there is no lab, with the other way out: what is in the way of a native engine. */
export function withNativeRemedy(error: DrillError, native: Obstacle): DrillError {
  const other = `A native engine would do as well, but ${native.why}. ${native.remedy}`;
  return new DrillError(error.message, {
    exitCode: error.exitCode,
    remedy: error.remedy === undefined ? other : `${error.remedy}\n${other}`,
    cause: error,
  });
}
