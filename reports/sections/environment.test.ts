import { expect, test } from 'vitest';
import { blankRun, handMade, syntheticTopology } from '../../harness/measure/synthetic-run.ts';
import type { Topology } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { environmentSection } from './environment.ts';

const text = (changes: Partial<Topology>): string => {
  const recording = handMade(blankRun({ topology: syntheticTopology(changes) }), []);
  return environmentSection({ recording } as unknown as Content).body.markup.replace(/<[^>]+>/g, ' ');
};

test('what makes a real server differ stands beside it, and what limits the size of segments beside the subnet', () => {
  const realServers = [
    { name: 'real-server-1', address: '198.18.0.11', weight: 1, on: 'director-1' },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1, lacksTunnel: true as const },
  ];
  const told = text({ realServers, realServerAdvmss: 1440, clientRouteMtu: 1480 });
  expect(told).toContain('weight 1, on director-1');
  expect(told).toContain('weight 1, without a tunnel');
  expect(told).toMatch(/\(advmss\)\s+1440 B/);
  expect(told).toMatch(/to the VIPs\s+1480 B/);
  expect(text({})).not.toContain('advmss');
});
