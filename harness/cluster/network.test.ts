import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { topology as natPair } from '../../topologies/nat-pair.ts';
import { createNetworks } from './network.ts';
import { NodeContainer } from './node-container.ts';
import { nodeSpecs } from './node-spec.ts';

type Created = Pick<Dockerode.NetworkCreateOptions, 'Name' | 'Labels' | 'IPAM'>;

function engine(failing?: string) {
  const created: Created[] = [];
  const connected: unknown[] = [];
  const docker = {
    createNetwork: async (options: Created) => {
      if (failing !== undefined) throw new Error(failing);
      created.push(options);
    },
    getNetwork: (name: string) => ({ connect: async (options: unknown) => void connected.push([name, options]) }),
  } as unknown as Dockerode;
  return { docker, created, connected };
}

const brief = ({ Name, IPAM, Labels }: Created) => [Name, IPAM?.Config?.[0]?.Subnet, Labels];

test('one network, or two, with the labels by which they are swept', async () => {
  const { docker, created } = engine();
  expect(await createNetworks(docker, drPair, 'run-1', { a: 'b' })).toEqual({ outside: 'lvs-drill-run-1' });
  expect(created.map(brief)).toEqual([['lvs-drill-run-1', '198.18.0.0/24', { a: 'b' }]]);
  const two = engine();
  const names = { outside: 'lvs-drill-run-1', inside: 'lvs-drill-run-1-inside' };
  expect(await createNetworks(two.docker, natPair, 'run-1', { a: 'b' })).toEqual(names);
  expect(two.created.map(brief)).toEqual([
    ['lvs-drill-run-1', '198.18.0.0/24', { a: 'b' }],
    ['lvs-drill-run-1-inside', '198.18.1.0/24', { a: 'b' }],
  ]);
});

test('a subnet that is taken is named', async () => {
  const { docker } = engine('Pool overlaps with other one on this address space');
  await expect(createNetworks(docker, natPair, 'run-1', {})).rejects.toThrow(
    /The engine already has a network that overlaps 198\.18\.[01]\.0\/24/,
  );
});

/** The hook that testcontainers calls before a container's first process starts. */
class Hooked extends NodeContainer {
  created(): Promise<void> {
    return this.containerCreated('container-1');
  }
}

test('a director is in both networks before its first process starts, a real server in the inside one alone', async () => {
  const { docker, connected } = engine();
  const specs = nodeSpecs(natPair, { director: 'd:1', realServer: 'r:1', client: 'c:1' });
  const place = { docker, containerName: 'x', networks: { outside: 'out', inside: 'in' }, labels: {} };
  for (const name of ['director-1', 'real-server-1', 'client-1']) {
    const spec = specs.find((one) => one.name === name) ?? expect.fail();
    await new Hooked(spec, place).created();
  }
  const address = { IPAMConfig: { IPv4Address: '198.18.1.11' } };
  expect(connected).toEqual([['in', { Container: 'container-1', EndpointConfig: address }]]);
});
