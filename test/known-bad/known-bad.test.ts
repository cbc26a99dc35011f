import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Topology } from '../../harness/model.ts';
import { loadUnits } from '../../harness/registry.ts';
import { latestRun, root, runCli } from '../cli.ts';

/** A cluster that is wrong on purpose, the suite that ought to catch it, and what it must say of it. */
interface BadCluster {
  topology: string;
  suite: string;
  argv: string[];
  check: string;
  headline: RegExp;
  /** It has no prober, whose interval could be chosen. */
  unprobed?: true;
}

const corpus: BadCluster[] = [
  {
    topology: 'password-mismatch',
    suite: 'failover',
    argv: ['--fault', 'kill-director'],
    check: 'single-holder',
    headline: /director-1 and director-2 both.*passwords differ/,
  },
  {
    topology: 'virtual-router-id-twice',
    suite: 'split-brain',
    argv: ['--scenario', 'one-way', '--fault', 'kill-director'],
    check: 'dual-master',
    headline: /virtual router id 51/,
  },
  {
    topology: 'check-wrong-port',
    suite: 'health',
    argv: ['--fault', 'stop-httpd'],
    check: 'table-matches',
    headline: /port 8080/,
  },
  {
    topology: 'advert-interval-rounded',
    suite: 'starvation',
    argv: ['--scenario', 'pauses', '--fault', 'stall-director'],
    check: 'advert-interval',
    headline: /0\.400 s.*whole seconds|whole seconds.*0\.400 s/,
  },
  {
    topology: 'arp-answered',
    suite: 'split-brain',
    argv: ['--scenario', 'one-way', '--fault', 'forget-neighbours', '--trials', '2'],
    check: 'owner-known',
    headline: /real-server-1 answers ARP for the VIP/,
  },
  {
    topology: 'nat-wrong-gateway',
    suite: 'failover',
    argv: ['--fault', 'kill-director'],
    check: 'request-outcomes',
    headline: /real-server-1 answered none.*default route leads to 198\.18\.1\.12/,
  },
  {
    topology: 'tun-no-tunnel',
    suite: 'failover',
    argv: ['--fault', 'kill-director'],
    check: 'request-outcomes',
    headline: /real-server-1 answered none.*tunnel/,
  },
  {
    topology: 'tun-clamp-too-high',
    suite: 'forwarding',
    argv: ['--scenario', 'mtu'],
    check: 'path-mtu',
    headline: /in spite of the real servers' segment size of 1460 B/,
  },
  {
    topology: 'localnode-circle',
    suite: 'failover',
    argv: ['--fault', 'kill-director'],
    check: 'request-outcomes',
    headline: /unreachable.*in a circle/,
  },
  {
    topology: 'drifted-sync',
    suite: 'connections',
    argv: ['--scenario', 'sync', '--fault', 'pause-director'],
    check: 'connection-survival',
    headline: /lvs_sync_daemon/,
  },
  {
    topology: 'drifted-delay',
    suite: 'reversion',
    argv: ['--scenario', 'preempt', '--fault', 'stop-keepalived'],
    check: 'reversion-time',
    headline: /director-1 was back 1\d\.\d{3} s after it was healed/,
  },
  {
    topology: 'drifted-checks',
    suite: 'health',
    argv: ['--fault', 'stop-httpd'],
    check: 'removal-time',
    headline: /TCP_CHECK/,
  },
  {
    topology: 'drifted-scheduler',
    suite: 'hygiene',
    argv: ['--scenario', 'load-spread'],
    check: 'load-share',
    headline: /load fell on real-server-/,
  },
  {
    topology: 'drifted-balance',
    suite: 'schedulers',
    argv: ['--scenario', 'sequential'],
    unprobed: true,
    check: 'balance-sequence',
    headline:
      /did not go where wrr sends them; the first, connection \d+, got real-server-\d, real-server-\d predicted/,
  },
  {
    topology: 'drifted-interval',
    suite: 'split-brain',
    argv: ['--scenario', 'one-way', '--fault', 'deafen-backup'],
    check: 'usurpation-time',
    headline: /took over/,
  },
];

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-known-bad-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

test('every bad cluster has a case here', async () => {
  const topologies = await loadUnits<Topology>(new URL('../../topologies/', import.meta.url), 'topology');
  const bad = [...topologies.keys()].filter((name) => name.startsWith('known-bad/'));
  expect(corpus.map(({ topology }) => `known-bad/${topology}`).sort()).toEqual(bad.sort());
  expect(await readdir(join(root, 'topologies', 'known-bad'))).toHaveLength(bad.length);
});

// Catches: a suite that lets a cluster pass that operators would be called out of bed for.
test.each(corpus)(
  '$suite does not let $topology pass, and says why',
  async ({ topology, suite, argv, check, headline, unprobed }) => {
    const { exitCode, output } = await runCli([
      'suite',
      suite,
      '--topology',
      `known-bad/${topology}`,
      '--trials',
      '1',
      ...(unprobed ? [] : ['--probe-interval', '20']),
      ...argv,
      '--out',
      out,
    ]);
    const run = await latestRun(out, suite);
    const caught = run.judgements?.find((one) => one.check === check && one.verdict === 'fail');
    expect(caught?.headline, output).toMatch(headline);
    expect(exitCode, output).toBe(1);
  },
);
