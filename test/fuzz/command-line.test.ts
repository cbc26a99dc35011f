import { CommanderError } from 'commander';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Actions, runCommandLine } from '../../harness/command-line.ts';
import { planSuite, type SuiteOptions } from '../../harness/commands/suite.ts';
import { candidateSets } from '../../harness/compare/candidate-sets.ts';
import { exitCodes } from '../../harness/errors.ts';
import type { Fault } from '../../harness/faults/fault.ts';
import type { Suite, Topology } from '../../harness/model.ts';
import { loadUnits } from '../../harness/registry.ts';
import { parseLinkRate } from '../../harness/run/load-plan.ts';
import { makePlan } from '../../harness/run/plan.ts';
import { everyCase, outcomeOf, outcomeOfAsync } from './fuzz.ts';
import { hostileText } from './hostile.ts';

const commands = ['suite', 'report', 'compare', 'lab', 'bench', 'doctor', 'nightly', 'baseline', 'soak', 'help'];
const words = [
  ...commands,
  ...['accept', 'list', 'drop', 'up', 'status', 'failover', 'schedulers', 'forwarding', 'split-brain'],
  ...['--scenario', '--trials', '--fault', '--topology', '--advert-interval', '--probe-interval', '--link-rate'],
  ...['--real-servers', '--threshold', '--seed', '--out', '--keep', '--pause-on-failure', '--engine', '--index'],
  ...['--baseline', '--candidate', '--may-differ', '--metric', '--force', '--rounds', '--boot', '--short', '--only'],
  ...[
    '--baselines',
    '--note',
    '--machine',
    '--events',
    '--help',
    '-h',
    '--version',
    '--',
    '-',
    '1',
    '1.5',
    'native',
    'lab',
  ],
  ...['kill-director', 'dr-pair', 'failoverMs.p95<3.7s', 'topology', '--trials=5', '--out='],
];
const argv = fc.array(
  fc.oneof({ arbitrary: fc.constantFrom(...words), weight: 3 }, { arbitrary: hostileText, weight: 1 }),
  {
    maxLength: 8,
  },
);

/** What would have been done, and nothing of it. */
function recorder(): { actions: Actions; asked: string[] } {
  const asked: string[] = [];
  const act = (name: string) => async () => {
    asked.push(name);
    return exitCodes.pass;
  };
  const quiet = (name: string) => async () => void asked.push(name);
  return {
    asked,
    actions: {
      suite: act('suite'),
      report: quiet('report'),
      compare: act('compare'),
      lab: quiet('lab'),
      bench: act('bench'),
      doctor: act('doctor'),
      nightly: act('nightly'),
      accept: quiet('accept'),
      list: quiet('list'),
      drop: quiet('drop'),
      soak: act('soak'),
    },
  };
}

test('any words are a command, or refused in a sentence without a control character', async () => {
  await everyCase(argv, async (given) => {
    const { actions, asked } = recorder();
    let told = '';
    const tell = (text: string) => {
      told += text;
    };
    const output = { out: tell, err: tell };
    try {
      await runCommandLine(['node', 'cli', ...given], actions, output);
      expect(asked).toHaveLength(1);
    } catch (error) {
      expect(error).toBeInstanceOf(CommanderError);
      expect(told).toMatch(/\w/);
      expect(told).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

test('the sets behind --candidate are words that were given', async () => {
  await everyCase(argv, (given) => {
    for (const set of candidateSets(given)) for (const word of set) expect(given.join('\n')).toContain(word);
  });
});

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const number = fc.oneof(fc.integer({ min: -1, max: 12 }), fc.double());
const options: fc.Arbitrary<SuiteOptions> = fc
  .record({
    trials: maybe(number),
    scenario: maybe(fc.array(fc.oneof(hostileText, fc.constantFrom('failover-dr', 'rr')), { maxLength: 2 })),
    fault: maybe(fc.array(fc.oneof(hostileText, fc.constantFrom('kill-director', 'noop')), { maxLength: 2 })),
    topology: maybe(fc.oneof(hostileText, fc.constantFrom('dr-pair', 'nat-pair', 'known-bad/arp-answered'))),
    advertInterval: maybe(number),
    probeInterval: maybe(number),
    linkRate: maybe(fc.oneof(hostileText, fc.constantFrom('1mbit', '1e5bit', '5constructor'))),
    realServers: maybe(number),
    threshold: maybe(fc.array(fc.oneof(hostileText, fc.constant('failoverMs.max<4s')), { maxLength: 2 })),
    seed: maybe(number),
    engine: maybe(fc.oneof(hostileText, fc.constantFrom('auto', 'lab'))),
  })
  .map(
    (all) =>
      ({
        out: 'results',
        ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
      }) as SuiteOptions,
  );
const suites = fc.oneof(
  { arbitrary: fc.constantFrom('failover', 'schedulers', 'forwarding', 'health', 'connections'), weight: 4 },
  { arbitrary: hostileText, weight: 1 },
);

const root = new URL('../../', import.meta.url);
const known = {
  topologies: await loadUnits<Topology>(new URL('topologies/', root), 'topology'),
  faults: await loadUnits<Fault>(new URL('harness/faults/', root), 'fault'),
};
const declared = await loadUnits<Suite>(new URL('suites/', root), 'suite');

test('a plan is made, or refused with a usage error', async () => {
  await everyCase(fc.tuple(fc.constantFrom(...declared.values()), options), ([suite, given]) => {
    const { scenario, fault, threshold, linkRate, advertInterval, probeInterval, ...rest } = given;
    const made = outcomeOf(() =>
      makePlan(suite, known, {
        scenarios: scenario,
        faults: fault,
        thresholds: threshold,
        trials: rest.trials,
        topology: rest.topology,
        seed: rest.seed,
        realServers: rest.realServers,
        advertIntervalMs: advertInterval,
        probeIntervalMs: probeInterval,
        linkBitsPerSecond: linkRate === undefined ? undefined : parseLinkRate(linkRate),
      }),
    );
    if ('refused' in made) expect(made.refused.exitCode).toBe(exitCodes.usage);
    else for (const { trialsPerFault } of made.value.runs) expect(trialsPerFault).toBeGreaterThan(0);
  });
});

test('all of the options of a suite are looked at before anything is started', async () => {
  await everyCase(
    fc.tuple(suites, options),
    async ([suite, given]) => {
      const planned = await outcomeOfAsync(() => planSuite(suite, given));
      if ('refused' in planned) expect(planned.refused.exitCode).toBe(exitCodes.usage);
      else for (const { trialsPerFault } of planned.value.plan.runs) expect(trialsPerFault).toBeGreaterThan(0);
    },
    { share: 0.05 },
  );
});
