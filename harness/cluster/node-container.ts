import type { HostConfig } from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { NodeSpec } from './node-spec.ts';

/** Where a node's container goes. */
export interface NodePlace {
  containerName: string;
  /** Name of the macvlan network. */
  network: string;
  labels: Record<string, string>;
}

/**
 * testcontainers' container with what it has no method for: a static address on an existing network, sysctls, and the
 * engine's namespaces. Neither ports nor network aliases are set on purpose: with macvlan the first never get bound,
 * and the second lose the static address.
 */
export class NodeContainer extends GenericContainer {
  constructor(spec: NodeSpec, place: NodePlace) {
    super(spec.image);
    this.withName(place.containerName)
      .withLabels(place.labels)
      .withEnvironment(spec.environment)
      .withAutoCleanup(false)
      .withNetworkMode(spec.address === null ? 'none' : place.network);
    if (spec.privileged) this.withPrivilegedMode();
    if (spec.capabilities.length > 0) this.withAddedCapabilities(...spec.capabilities);
    if (spec.files.length > 0) {
      this.withCopyContentToContainer(spec.files.map(({ path, content }) => ({ target: path, content, mode: 0o444 })));
    }
    this.createOpts.Hostname = spec.name;
    if (spec.address !== null) {
      this.createOpts.NetworkingConfig = {
        EndpointsConfig: { [place.network]: { IPAMConfig: { IPv4Address: spec.address } } },
      };
    }
    // @types/dockerode does not know CgroupnsMode.
    const host: HostConfig & { CgroupnsMode?: 'host' } = this.hostConfig;
    if (Object.keys(spec.sysctls).length > 0) host.Sysctls = spec.sysctls;
    if (spec.sharesEngine) {
      host.PidMode = 'host';
      host.CgroupnsMode = 'host';
      host.Binds = ['/sys/fs/cgroup:/sys/fs/cgroup:rw'];
    }
  }
}
