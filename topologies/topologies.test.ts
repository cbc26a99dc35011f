import { expect, test } from 'vitest';
import { renderKeepalivedConf } from '../harness/keepalived/config.ts';
import type { Suite, Topology } from '../harness/model.ts';
import { loadUnits } from '../harness/registry.ts';
import { topologyMistakes } from '../harness/topology-mistakes.ts';

const topologies = await loadUnits<Topology>(new URL('.', import.meta.url), 'topology');
const suites = await loadUnits<Suite>(new URL('../suites/', import.meta.url), 'suite');

test.each([...topologies])('%s can be brought up', (_, topology) => {
  expect(topologyMistakes(topology)).toEqual([]);
  for (const { name } of topology.directors) {
    expect(renderKeepalivedConf(topology, name, { interface: 'eth0' })).toContain('virtual_server');
  }
});

test('dr-pair has 16 flows or more from its client (RFC 6414 3.6)', () => {
  expect(topologies.get('dr-pair')?.clients[0]?.sourceAddresses.length).toBeGreaterThanOrEqual(16);
});

test.each([...suites])('%s names a topology that there is, and phases within an interval', (_, suite) => {
  expect([...topologies.keys()]).toContain(suite.topology);
  for (const phase of suite.phases) {
    expect(phase).toBeGreaterThanOrEqual(0);
    expect(phase).toBeLessThan(1);
  }
});
