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

test('whose way back leads through the directors says by which address, and in which network', () => {
  const inside = { subnet: '198.18.1.0/24', vip: '198.18.1.99' };
  const { directors, realServers, clients } = syntheticTopology();
  const twoArms = text({
    inside,
    directors: directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
    realServers: realServers.map((one, place) => (place === 0 ? { ...one, gateway: '198.18.1.12' } : one)),
  });
  expect(twoArms).toContain('real servers answer by 198.18.1.99, in 198.18.1.0/24, one sync group');
  expect(twoArms).toContain('198.18.0.12, 198.18.1.12');
  expect(twoArms).toContain('weight 1, default route by 198.18.1.12');
  const oneArm = text({
    inside: { vip: '198.18.0.99' },
    clients: clients.map((one) => ({ ...one, farAddress: '198.19.0.5' })),
  });
  expect(oneArm).toContain('real servers answer by 198.18.0.99, in the same network');
  expect(oneArm).toContain('198.18.0.100, 198.19.0.5');
  expect(text({})).not.toContain('Way back');
});
