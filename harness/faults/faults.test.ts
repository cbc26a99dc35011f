import { describe, expect, test } from 'vitest';
import type { HandAct } from '../cluster/interface.ts';
import { vrrpFacts } from '../measure/scripted-run.ts';
import { loadUnits } from '../registry.ts';
import { contextFor, type FakeCluster, fakeCluster, fakeTopology, fakeTwoArms } from './fake-cluster.ts';
import type { Fault, FaultContext } from './fault.ts';
import { confirmEnded } from './stop-keepalived.ts';

const faults = await loadUnits<Fault>(new URL('.', import.meta.url), 'fault');
const all = [...faults.values()];
const real = all.filter(({ facts }) => facts.name !== 'noop');
/** Those two wait for keepalived to end, which takes seconds where it does not. */
const impatient: Fault['confirm'] = (context) => confirmEnded(context, 20);

/** VRRP has passwords in version 2 only. */
function clusterFor({ facts }: Fault, topology = fakeTopology): FakeCluster {
  const version2 = { ...topology.vrrp, version: 2, advertIntervalMs: 1000 } as const;
  return fakeCluster(facts.name === 'change-password' ? { ...topology, vrrp: version2 } : topology);
}

function contextOf(fake: FakeCluster, { facts }: Fault): FaultContext {
  const servers = fakeTopology.realServers.map(({ name }) => name);
  const targets = {
    master: ['director-1'],
    backup: ['director-2'],
    'real-server': servers.slice(0, 1),
    'all-real-servers': servers,
    client: ['client-1'],
  };
  // Three: what the fake filter drops before it lets everything past. A pause of 60 ms is enough, and any known length.
  const level = facts.name === 'stall-director' || facts.knownOutage !== undefined ? 60 : 3;
  return contextFor(fake, targets[facts.aim], facts.level === undefined ? 0 : level);
}

function confirming(fault: Fault): Fault['confirm'] {
  return ['stop-keepalived', 'kill-keepalived-parent'].includes(fault.facts.name) ? impatient : fault.confirm;
}

/** All that a fault can have changed. */
function stateOf({ nodes }: FakeCluster): unknown {
  return [...nodes].map(([name, { processes, looks: _, log: __, ...rest }]) =>
    structuredClone({ name, ...rest, comms: processes.map(({ comm }) => comm).sort() }),
  );
}

const unseen = { earliestMs: 0, latestMs: 0, evidence: '' };
const harmless = /: (timeout|cpu-quota|signal SIGHUP)$/;

test('there are twenty faults and more', () => {
  expect(real.length).toBeGreaterThanOrEqual(20);
});

test('no two faults have the same colour', () => {
  const colours = all.map(({ facts }) => facts.colour);
  expect(
    colours.filter((colour, index) => !/^#[0-9a-f]{6}$/.test(colour) || colours.indexOf(colour) !== index),
  ).toEqual([]);
});

test('what checks are tested with is what the faults say of VRRP', () => {
  const said = all.flatMap(({ facts: { name, hearing, lateness, foreignCluster } }) => {
    const facts = Object.entries({ hearing, lateness, foreignCluster }).filter(([, value]) => value !== undefined);
    return facts.length === 0 ? [] : [[name, Object.fromEntries(facts)] as const];
  });
  expect(Object.fromEntries(said)).toEqual(vrrpFacts);
});

describe.concurrent.each(real)('$facts.name', (fault) => {
  const { facts } = fault;

  test('says what predictions need', () => {
    expect(facts.summary.length).toBeGreaterThan(20);
    expect(facts.failure !== undefined && !facts.aim.endsWith('real-server') && facts.aim !== 'all-real-servers').toBe(
      false,
    );
    if (facts.level !== undefined)
      expect(facts.level).toEqual({ unit: expect.any(String), default: expect.any(Number) });
    const context = contextOf(clusterFor(fault), fault);
    expect(fault.holdMs?.(context) ?? 0).toBeGreaterThanOrEqual(0);
  });

  test('is not confirmed where nothing was done', async ({ expect }) => {
    const fake = fakeCluster();
    const { confirmed, evidence } = await confirming(fault)(contextOf(fake, fault), unseen);
    expect(evidence).not.toBe('');
    expect(confirmed).toBe(false);
  });

  test.each([
    ['', fakeTopology],
    [' with two arms', fakeTwoArms],
  ])('takes effect%s, is confirmed, and is undone by healing, twice', async (_, topology) => {
    const fake = clusterFor(fault, topology);
    const healthy = stateOf(fake);
    const context = contextOf(fake, fault);
    const injection = await fault.inject(context, 0);
    expect(injection.earliestMs).toBeLessThanOrEqual(injection.latestMs);
    const during = await fault.confirm(context, injection);
    expect(during, during.evidence).toMatchObject({ confirmed: true });

    const restored = await fault.heal(contextOf(fake, fault));
    expect(restored.earliestMs).toBeLessThanOrEqual(restored.latestMs);
    expect(stateOf(fake)).toEqual(healthy);
    expect(await confirming(fault)(context, { ...injection, evidence: '' })).toMatchObject({ confirmed: false });
    const undone = fake.done.length;
    await fault.heal(context);
    expect(stateOf(fake)).toEqual(healthy);
    expect(fake.done.slice(undone).filter((act) => !harmless.test(act))).toEqual([]);
  });
});

/** What these do to their target is done in the directors' tables. */
const elsewhere = ['remove-real-server', 'drain-real-server', 'delete-virtual-service', 'second-pair'];
const onTarget = real.filter(({ facts }) => !elsewhere.includes(facts.name));

test.concurrent.each(onTarget)(
  '$facts.name is neither confirmed of a dead target nor injected into one',
  async (fault) => {
    const fake = clusterFor(fault);
    const context = contextOf(fake, fault);
    for (const target of context.targets) Object.assign(fake.node(target), { alive: false, processes: [], vips: [] });
    expect((await confirming(fault)(context, unseen)).confirmed).toBe(fault.facts.name === 'kill-director');
    await expect(fault.inject(context, 0)).rejects.toThrow(/dead/);
  },
);

const onDirector = { initPid: 1000, address: '198.18.0.11' };
const onBackup = { initPid: 1001, address: '198.18.0.12' };
const onServer = { initPid: 1003, address: '198.18.0.21' };
const clsact = ['replace', 'del', 'add'].map((verb) => `qdisc ${verb} dev @LINK@ clsact`);
const drop = (protocol: string, action = 'drop') =>
  `filter add dev @LINK@ ingress pref 112 handle 1 protocol ip flower ip_proto ${protocol} action ${action}`;
const filter = (on: typeof onBackup, ...strike: string[]): HandAct => ({
  do: 'network',
  ...on,
  tool: 'tc',
  prepare: clsact,
  strike,
});

test.each<[string, HandAct]>([
  ['kill-director', { do: 'power-off', initPid: 1000, addresses: ['198.18.0.11'] }],
  ['stop-keepalived', { do: 'signal', initPid: 1000, comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }],
  ['kill-keepalived', { do: 'annihilate', initPid: 1000, comm: 'keepalived' }],
  ['kill-keepalived-parent', { do: 'signal', initPid: 1000, comm: 'keepalived', signal: 'SIGKILL', which: 'parent' }],
  ['pause-director', { do: 'freeze', initPid: 1000 }],
  ['cut-director-link', { do: 'link', ...onDirector, up: false }],
  ['deafen-backup', filter(onBackup, drop('0x70'))],
  ['drop-every-kth-advert', filter(onBackup, drop('0x70', 'pass random determ drop 3'))],
  ['deafen-master', filter(onDirector, drop('0x70'))],
  [
    'drop-path-mtu-icmp',
    filter({ initPid: 1005, address: '198.18.0.31' }, drop('icmp').replace('icmp', 'icmp type 3 code 4')),
  ],
  ['silence-real-server', filter(onServer, drop('tcp'), drop('0x4').replace('handle 1', 'handle 2'))],
  ['stop-httpd', { do: 'signal', initPid: 1003, comm: 'apache2', signal: 'SIGTERM', which: 'parent' }],
  ['kill-httpd', { do: 'annihilate', initPid: 1003, comm: 'apache2' }],
  ['freeze-real-server', { do: 'freeze', initPid: 1003 }],
  ['cut-real-server-link', { do: 'link', ...onServer, up: false }],
])('%s acts on its target at the instant', async (name, act) => {
  const fault = faults.get(name) ?? expect.fail(`no ${name}`);
  const fake = fakeCluster();
  const { earliestMs } = await fault.inject(contextOf(fake, fault), 5);
  expect(fake.acts).toEqual([{ act, atMs: 5 }]);
  expect(earliestMs).toBeGreaterThan(5);
});

test.each<[string, HandAct['do'], string[]]>([
  ['kill-director', 'power-off', ['198.18.0.11 198.18.1.11']],
  ['cut-director-link', 'link', ['198.18.0.11']],
  ['cut-real-server-link', 'link', ['198.18.1.21']],
  ['deafen-backup', 'network', ['198.18.0.12', '198.18.1.12']],
  ['cut-vrrp', 'network', ['198.18.0.11', '198.18.1.11', '198.18.0.12', '198.18.1.12']],
  ['lose-adverts-at-random', 'network', ['198.18.0.11', '198.18.1.11']],
  ['delete-vip', 'network', ['198.18.0.11']],
])('with two arms %s acts by %s on the links of %j', async (name, deed, addresses) => {
  const fault = faults.get(name) ?? expect.fail(`no ${name}`);
  const fake = fakeCluster(fakeTwoArms);
  await fault.inject(contextOf(fake, fault), 5);
  const met = fake.acts.flatMap(({ act }) => {
    if (act.do === 'power-off') return [act.addresses.join(' ')];
    return 'address' in act ? [act.address] : [];
  });
  expect(fake.acts.map(({ act }) => act.do)).toEqual(addresses.map(() => deed));
  expect(met).toEqual(addresses);
});

test('a split brain is not confirmed while the directors still hear each other over one of their links', async () => {
  const fault = faults.get('deafen-backup') ?? expect.fail();
  const fake = fakeCluster(fakeTwoArms);
  const context = contextOf(fake, fault);
  const injection = await fault.inject(context, 5);
  const [, inside] = fake.node('director-2').links;
  Object.assign(inside ?? {}, { tc: [] });
  expect(await fault.confirm(context, injection)).toMatchObject({
    confirmed: false,
    evidence: expect.stringContaining('no filter is in the way of what comes in to director-2 at 198.18.1.12'),
  });
});

test('an act whose effect the hand did not see is no injection', async () => {
  const fake = fakeCluster();
  const hand = {
    ...fake.cluster.hand,
    act: async () => ({ earliestMs: 5, latestMs: 6, effective: false, evidence: 'link up' }),
  };
  const blind = { ...contextFor(fake, ['director-1']), cluster: { ...fake.cluster, hand } };
  const kill = faults.get('kill-director') ?? expect.fail();
  await expect(kill.inject(blind, 4)).rejects.toThrow('power-off did not take effect on director-1: link up');
});

test('a fault that does nothing is never confirmed', async () => {
  const noop = faults.get('noop') ?? expect.fail();
  const fake = fakeCluster();
  const context = contextFor(fake, ['director-1']);
  await noop.inject(context, 4);
  expect(fake.done).toEqual([]);
  expect((await noop.confirm(context, unseen)).confirmed).toBe(false);
});

test('an end that comes too early makes a gap of another length than was asked for', async () => {
  const gap = faults.get('drop-adverts') ?? expect.fail();
  const fake = fakeCluster();
  const context = contextFor(fake, ['director-2'], 2);
  const injection = await gap.inject(context, 0);
  // The fake filter has dropped three, and with two lost the backup does not become MASTER.
  expect(await gap.confirm(context, injection)).toMatchObject({
    confirmed: false,
    evidence: expect.stringContaining('3'),
  });
});

test('only version 2 has a password to change, and only a topology with strangers a second pair', async () => {
  const password = faults.get('change-password') ?? expect.fail();
  await expect(password.inject(contextFor(fakeCluster(), ['director-2']), 0)).rejects.toThrow('no passwords');
  const second = faults.get('second-pair') ?? expect.fail();
  const { strangers: _, ...alone } = fakeTopology;
  await expect(second.inject(contextFor(fakeCluster(alone), ['director-1']), 0)).rejects.toThrow(
    'no directors of another',
  );
});
