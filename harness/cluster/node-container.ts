import type Dockerode from 'dockerode';
import { GenericContainer } from 'testcontainers';
import type { Networks } from './network.ts';
import type { NodeSpec } from './node-spec.ts';

/** Where a node's container goes. */
export interface NodePlace {
  docker: Dockerode;
  containerName: string;
  networks: Networks;
  labels: Record<string, string>;
}

/** A network of the engine, and the address that a container has in it. */
interface Attachment {
  network: string;
  address: string;
}

/**
 * testcontainers' container with what it has no method for: static addresses on existing networks, sysctls, and the
 * engine's namespaces. Neither ports nor network aliases are set on purpose: with macvlan the first never get bound,
 * and the second lose the static address.
 */
export class NodeContainer extends GenericContainer {
  private readonly docker: Dockerode;
  private readonly further: Attachment[];

  constructor(spec: NodeSpec, place: NodePlace) {
    super(spec.image);
    const [first, ...further] = spec.addresses.map(({ network, address }) => ({
      network: place.networks[network] ?? place.networks.outside,
      address,
    }));
    this.docker = place.docker;
    this.further = further;
    this.withName(place.containerName)
      .withLabels(place.labels)
      .withEnvironment(spec.environment)
      .withAutoCleanup(false)
      .withNetworkMode(first?.network ?? 'none');
    if (spec.privileged) this.withPrivilegedMode();
    if (spec.capabilities.length > 0) this.withAddedCapabilities(...spec.capabilities);
    if (spec.files.length > 0) {
      this.withCopyContentToContainer(spec.files.map(({ path, content }) => ({ target: path, content, mode: 0o444 })));
    }
    this.createOpts.Hostname = spec.name;
    if (first !== undefined) {
      this.createOpts.NetworkingConfig = { EndpointsConfig: { [first.network]: endpoint(first.address) } };
    }
    // @types/dockerode does not know CgroupnsMode.
    const host: Dockerode.HostConfig & { CgroupnsMode?: 'host' } = this.hostConfig;
    // keepalived is heard by its container's log, which not every driver that an engine may be set to gives back.
    host.LogConfig = { Type: 'json-file', Config: {} };
    if (Object.keys(spec.sysctls).length > 0) host.Sysctls = spec.sysctls;
    if (spec.sharesEngine) {
      host.PidMode = 'host';
      host.CgroupnsMode = 'host';
      host.Binds = ['/sys/fs/cgroup:/sys/fs/cgroup:rw'];
    }
  }

  /** Engines before 25 take one network only when a container is created. Called before its first process starts. */
  protected override async containerCreated(containerId: string): Promise<void> {
    for (const { network, address } of this.further) {
      await this.docker.getNetwork(network).connect({ Container: containerId, EndpointConfig: endpoint(address) });
    }
  }
}

function endpoint(address: string): { IPAMConfig: { IPv4Address: string } } {
  return { IPAMConfig: { IPv4Address: address } };
}
