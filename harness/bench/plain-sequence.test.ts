import { expect, test } from 'vitest';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { topology as natPair } from '../../topologies/nat-pair.ts';
import { nodeSpecs } from '../cluster/node-spec.ts';
import type { EngineMachine } from './engine-machine.ts';
import { dockerRun, placeFiles } from './plain-sequence.ts';

const images = { director: 'director:1', realServer: 'real-server:1', client: 'client:1' };
const specs = nodeSpecs(drPair, images);
const lineOf = (name: string) => {
  const spec = specs.find((one) => one.name === name);
  if (spec === undefined) throw new Error(`there is no ${name}`);
  return dockerRun(spec, { outside: 'net-1' }, { 'lvs-drill': '1' }).join(' ');
};

test('a node is started by one docker run with all that the topology decides', () => {
  const director = lineOf('director-1');
  expect(director).toMatch(
    /^docker run --detach --name net-1-director-1 --hostname director-1 --network net-1 --ip 198\./,
  );
  expect(director).toContain(' --label lvs-drill=1 ');
  expect(director).toContain(' --sysctl net.ipv4.ip_forward=1 ');
  expect(director).toMatch(/ --privileged .*keepalived\.conf\.in:ro director:1$/);
  expect(lineOf('client-1')).toMatch(/ --cap-add NET_ADMIN .* client:1$/);
  expect(lineOf('hand')).toMatch(/ --network none .* --pid host --cgroupns host .* client:1$/);
});

test('a node in two networks is refused', () => {
  const [director] = nodeSpecs(natPair, images);
  if (director === undefined) throw new Error('there is no director');
  expect(() => dockerRun(director, { outside: 'a', inside: 'b' }, {})).toThrow(/two networks/);
});

test('files are there before the sequence begins, whatever is in them', async () => {
  const scripts: string[] = [];
  const machine: EngineMachine = {
    run: async (script) => {
      scripts.push(script);
      return '';
    },
    [Symbol.asyncDispose]: async () => {},
  };
  await placeFiles(machine, images, drPair);
  expect(scripts).toHaveLength(1);
  expect(scripts[0]).toContain("> '/tmp/lvs-drill-plain/director-1/etc/keepalived/keepalived.conf.in'");
  expect(scripts[0]).toContain('vrrp_instance');
});
