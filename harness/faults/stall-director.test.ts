import { expect, test } from 'vitest';
import type { HandAct } from '../cluster/interface.ts';
import { contextFor, fakeCluster } from './fake-cluster.ts';
import { fault as stall } from './stall-director.ts';

test('a stall ends by itself after exactly its level', async () => {
  const fake = fakeCluster();
  await stall.inject(contextFor(fake, ['director-1'], 60), 0);
  const [freeze, thaw] = fake.acts;
  expect([freeze?.act.do, thaw?.act.do]).toEqual(['freeze', 'thaw']);
  expect((thaw?.atMs ?? 0) - (freeze?.atMs ?? 0)).toBeCloseTo(60, 6);
});

test.each([
  ['freeze', 100, '199.0 to 201.0 ms, which is not the 300 ms'],
  ['thaw', 100, '399.0 to 401.0 ms, which is not the 300 ms'],
  ['thaw', 10, '309.0 to 311.0 ms'],
] as const)(
  'a stall whose %s came %d ms late is confirmed as one of about its length only',
  async (what, lateMs, told) => {
    const fake = fakeCluster();
    const act = async (one: HandAct, atMs: number) => {
      const earliestMs = atMs + (one.do === what ? lateMs : 0);
      return { earliestMs, latestMs: earliestMs + 1, effective: true, evidence: 'seen' };
    };
    const hand = { ...fake.cluster.hand, act };
    const context = { ...contextFor(fake, ['director-1'], 300), cluster: { ...fake.cluster, hand } };
    const { confirmed, evidence } = await stall.confirm(context, await stall.inject(context, 0));
    expect(evidence).toContain(told);
    expect(confirmed).toBe(lateMs < 50);
  },
);

test('a stall that did not begin leaves no thaw behind', async () => {
  const fake = fakeCluster();
  const ended: string[] = [];
  const act = async (one: HandAct, atMs: number) => {
    const report = await fake.cluster.hand.act(one, atMs);
    ended.push(one.do);
    return { ...report, effective: one.do === 'thaw' };
  };
  const hand = { ...fake.cluster.hand, act };
  const context = { ...contextFor(fake, ['director-1'], 60), cluster: { ...fake.cluster, hand } };
  await expect(stall.inject(context, 0)).rejects.toThrow('freeze did not take effect');
  expect(ended).toEqual(['freeze', 'thaw']);
});
