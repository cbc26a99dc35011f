import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schedulerNames } from '../harness/ipvs/scheduler-names.ts';
import { removalMs } from '../harness/keepalived/checker-timing.ts';
import { renderKeepalivedConf, renderStrangerConf } from '../harness/keepalived/config.ts';
import { healthPage } from '../harness/keepalived/health-page.ts';
import type { Suite, Topology } from '../harness/model.ts';
import { loadUnits } from '../harness/registry.ts';
import { changedTopology } from '../harness/topology-change.ts';
import { topologyMistakes } from '../harness/topology-mistakes.ts';

// A topology whose name is not its file's is refused here.
const topologies = await loadUnits<Topology>(new URL('.', import.meta.url), 'topology');
const suites = await loadUnits<Suite>(new URL('../suites/', import.meta.url), 'suite');

function expectSound(topology: Topology): void {
  expect(topologyMistakes(topology)).toEqual([]);
  for (const { name } of topology.directors) {
    expect(renderKeepalivedConf(topology, name, { interface: 'eth0', insideInterface: 'eth1' })).toContain(
      'virtual_server',
    );
  }
  for (const stranger of topology.strangers ?? []) {
    expect(renderStrangerConf(stranger, { interface: 'eth0' }, topology.vrrp)).toContain(stranger.vip);
  }
}

test.each([...topologies])('%s can be brought up', (_, topology) => {
  expectSound(topology);
});

test.each([...topologies])('%s has 16 flows or more from its client (RFC 6414 3.6)', (_, topology) => {
  expect(topology.clients[0]?.sourceAddresses.length).toBeGreaterThanOrEqual(16);
});

test.each([...topologies])('%s has its most preferred director first, as changes by place expect', (_, topology) => {
  const priorities = topology.directors.map(({ priority }) => priority);
  expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
});

test.each([...topologies].filter(([name]) => name.startsWith('known-bad/')))(
  '%s says which suite must fail',
  (_, { summary }) => {
    expect(summary).toMatch(/; [a-z-]+ must fail$/);
  },
);

/** What a real server answers to a check by digest, path to body. */
const pages: Record<string, string> = { [healthPage.path]: healthPage.body, '/1k': 'x'.repeat(1024) };

test.each([...topologies])('%s checks by the digests of pages that the real servers have', (_, topology) => {
  const checks = topology.virtualServices.map((service) => service.healthCheck);
  for (const { path, digest } of checks.flatMap((check) => (check.type === 'HTTP_GET' ? check.urls : []))) {
    if (digest === undefined) continue;
    expect(digest, path).toBe(
      createHash('md5')
        .update(pages[path] ?? '')
        .digest('hex'),
    );
  }
});

test("the real server's image holds the page that is checked by digest", async () => {
  const script = await readFile(new URL('../harness/cluster/images/httpd/make-pages', import.meta.url), 'utf8');
  const text = healthPage.body.replaceAll('\n', '\\n');
  expect(script).toContain(`printf '${text}' > /srv/www${healthPage.path}`);
});

test('health-checks has one service for each way to check, on ports from 80 on', () => {
  const services = topologies.get('health-checks')?.virtualServices ?? [];
  expect(services.map(({ port, label }) => `${port} ${label}`)).toEqual([
    '80 tcp',
    '81 http',
    '82 http-digest',
    '83 http-2-urls',
    '84 misc',
    '85 inhibit',
    '86 sorry',
    '87 quorum',
  ]);
  const seeWrongContent = services.filter(({ healthCheck }) => removalMs(healthCheck, 'wrong-content') !== null);
  expect(seeWrongContent.map(({ label }) => label)).toEqual(['http-digest', 'http-2-urls']);
  const longest = services.map(({ healthCheck }) => removalMs(healthCheck, 'silent')?.high ?? 0);
  expect(Math.max(...longest)).toBe(4000);
});

test('schedulers has an untouched service of every scheduler that there is', () => {
  const services = topologies.get('schedulers')?.virtualServices ?? [];
  const untouched = services.filter((service) => service.untouched === true).map(({ scheduler }) => scheduler);
  expect([...new Set(untouched)].sort()).toEqual(schedulerNames.toSorted());
});

const scenarios = [...suites.values()].flatMap((suite) =>
  suite.scenarios.map((scenario) => ({ title: `${suite.name}, ${scenario.name}`, scenario })),
);

test.each(scenarios)('$title: a topology that there is and can be changed so, and phases within an interval', (one) => {
  const { topology, change, phases } = one.scenario;
  const found = topologies.get(topology);
  if (found === undefined) throw new Error(`there is no topology '${topology}'`);
  expectSound(changedTopology(found, change));
  for (const phase of phases) {
    expect(phase).toBeGreaterThanOrEqual(0);
    expect(phase).toBeLessThan(1);
  }
});
