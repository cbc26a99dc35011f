import { expect, test } from 'vitest';
import { suite as calibration } from '../../suites/calibration.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { topology as hashSchedulers } from '../../topologies/hash-schedulers.ts';
import { topology as tunPair } from '../../topologies/tun-pair.ts';
import { fault as discard } from '../faults/discard-requests.ts';
import { fault as drain } from '../faults/drain-real-server.ts';
import { fault as dropIcmp } from '../faults/drop-path-mtu-icmp.ts';
import { fault as kill } from '../faults/kill-director.ts';
import { fault as remove } from '../faults/remove-real-server.ts';
import type { Suite } from '../model.ts';
import { makePlan, type PlanOptions } from './plan.ts';

const known = {
  topologies: new Map([drPair, tunPair, hashSchedulers].map((one) => [one.name, one])),
  faults: new Map([discard, drain, remove, dropIcmp, kill].map((one) => [one.facts.name, one])),
};

/** The mistakes of a scenario with these options, null without any. */
function mistakes(suite: Suite, scenario: string, options: PlanOptions = {}): string | null {
  try {
    makePlan(suite, known, { scenarios: [scenario], ...options });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

test('requests of given sizes want a tunnel, and ICMP kept away; all mistakes are told at once', () => {
  expect(mistakes(forwarding, 'mtu')).toBeNull();
  expect(mistakes(forwarding, 'mtu', { topology: 'tun-pair', faults: ['drop-path-mtu-icmp'] })).toBeNull();
  expect(mistakes(forwarding, 'mtu', { faults: ['drop-path-mtu-icmp', 'kill-director'] })).toMatch(
    /^Scenario mtu needs faults that keep ICMP of path MTUs from the client, and --fault kill-director does not\. /,
  );
  const both = mistakes(forwarding, 'mtu-route', { topology: 'dr-pair', faults: ['kill-director'] });
  expect(both?.split('\n')).toEqual([
    expect.stringContaining(
      "the first virtual service of topology 'dr-pair' is forwarded by DR: leave --topology out.",
    ),
    expect.stringContaining('--fault kill-director does not.'),
  ]);
});

test('what moves clients is a real server that is taken out of service', () => {
  expect(mistakes(schedulers, 'disruption')).toBeNull();
  expect(mistakes(schedulers, 'disruption', { faults: ['drain-real-server'] })).toBeNull();
  expect(mistakes(schedulers, 'disruption', { faults: ['kill-director'] })).toBe(
    'Scenario disruption needs faults that take a real server out of service by a reload, and --fault kill-director does not. Leave it out, or choose another scenario of schedulers with --scenario.',
  );
  expect(mistakes(schedulers, 'disruption', { topology: 'dr-pair' })).toContain("topology 'dr-pair' has none");
});

test('who asks a server in its own process feels nothing that is done to a cluster, and the other way round', () => {
  expect(mistakes(calibration, 'server')).toBeNull();
  expect(mistakes(calibration, 'server', { faults: ['kill-director'] })).toMatch(
    /^The prober of scenario server asks a server in the prober's own process, which never feels --fault kill-director\./,
  );
  expect(mistakes(calibration, 'outage', { faults: ['discard-requests'] })).toMatch(
    /asks the cluster, which never feels/,
  );
});

test('a scenario that asks neither takes any fault and topology', () => {
  expect(mistakes(forwarding, 'failover-dr', { topology: 'tun-pair', faults: ['drop-path-mtu-icmp'] })).toBeNull();
});
