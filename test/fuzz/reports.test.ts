import fc from 'fast-check';
import parsePrometheus from 'parse-prometheus-text-format';
import { expect, test } from 'vitest';
import { compareSets } from '../../harness/compare/compare-sets.ts';
import { labelled } from '../../harness/compare/set-labels.ts';
import { balanceRecording } from '../../harness/measure/synthetic-balance.ts';
import { disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { healthRecording } from '../../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { nightResult, nightRun, syntheticNight } from '../../harness/measure/synthetic-night.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Drill, Recording, Run } from '../../harness/model.ts';
import { drawComparison } from '../../reports/compare/content.ts';
import { comparisonPage } from '../../reports/compare/page.ts';
import { comparisonTable } from '../../reports/compare/terminal.ts';
import { draw } from '../../reports/draw.ts';
import { drillTable } from '../../reports/drill-table.ts';
import { ctrf } from '../../reports/export/ctrf.ts';
import { exportOfDrill, exportOfRun } from '../../reports/export/export-input.ts';
import { junit } from '../../reports/export/junit.ts';
import { prometheus } from '../../reports/export/prometheus.ts';
import { summary } from '../../reports/export/summary.ts';
import { judgedRun as judgedMadeUp, judgement, metric } from '../../reports/export/synthetic-judged.ts';
import { judgedRun } from '../../reports/judged-run.ts';
import { runEntry } from '../../reports/library/entry.ts';
import { libraryPage } from '../../reports/library/library-page.ts';
import { nightPage } from '../../reports/night/page.ts';
import { nightSummary } from '../../reports/night/summary.ts';
import { overview, overviewPart } from '../../reports/overview.ts';
import { page } from '../../reports/page.ts';
import { verdictTable } from '../../reports/terminal.ts';
import { judgeAgain } from '../../reports/write-report.ts';
import { suite as connections } from '../../suites/connections.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as health } from '../../suites/health.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';
import { everyCase, outcomeOfAsync } from './fuzz.ts';
import { hostileTexts } from './hostile.ts';
import { type Spoil, spoiled, spoiledRun } from './hostile-strings.ts';
import { strangeIn, strangeInMarkdown, strangeInTerminal, strangeInXml } from './markup.ts';

/** In place of a text, or behind it, so that names stay apart. */
const spoil: fc.Arbitrary<Spoil> = fc
  .tuple(
    fc.array(fc.constantFrom(...hostileTexts.filter((one) => one.length < 100)), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('behind', 'before', 'both'),
  )
  .map(([texts, where]) => {
    const other = texts.join('');
    const spoilText = (text: string) => `${where === 'behind' ? '' : other}${text}${where === 'before' ? '' : other}`;
    return Object.assign(spoilText, { [fc.toStringMethod]: () => `${where}: ${JSON.stringify(other)}` });
  });

/** As Node gives it: what is no UTF-8 has been replaced. */
const fileName = (text: string) => Buffer.from(text.replaceAll(/[\0/]/g, '_')).toString();

const checksOf = (suite: typeof failover) => [...new Set(suite.scenarios.flatMap(({ checks }) => checks))];
const asRecorded = (recording: Recording, suite: typeof failover): Recording => ({
  ...recording,
  run: {
    ...recording.run,
    suite: suite.name,
    checks: checksOf(suite),
    warnings: ['w'],
    kernelTrouble: ['BUG: k'],
    recordingTrouble: ['r'],
  },
});

/** One recording of each kind. */
const recordings: readonly Recording[] = [
  asRecorded(
    syntheticRecording({ trialsPerFault: 1, faults: ['kill-director', 'pause-director'], probe: { intervalMs: 100 } }),
    failover,
  ),
  asRecorded(balanceRecording(), schedulers),
  asRecorded(loadedRecording(), forwarding),
  asRecorded(healthRecording(), health),
  asRecorded(disruptionRecording(), connections),
];

/** A judged run with something in every place that a report tells of. */
const judged: Run = judgedMadeUp({
  judgements: (['pass', 'fail', 'unknown'] as const).map((verdict) =>
    judgement({ verdict, check: `check ${verdict}` }),
  ),
  metrics: [metric(), metric({ name: 'myOwn', unit: 'apples' }), metric({ samples: [], predicted: null, bound: null })],
  verdict: 'fail',
  skipped: [{ what: 'mh', reason: 'no module' }],
  warnings: ['w'],
  kernelTrouble: ['BUG: x'],
  recordingTrouble: ['trouble'],
  status: 'interrupted',
});
const link = '[report.html](report.html)';

test('exports and terminal hold no markup, command or line of whoever was measured', async () => {
  await everyCase(spoil, (spoilText) => {
    const run = spoiledRun(judged, spoilText);
    const drill: Drill = {
      schema: 1,
      suite: run.suite,
      summary: spoilText('x'),
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      command: run.command,
      scenarios: [run.scenario.name, 'other'],
    };
    for (const input of [
      exportOfRun(run),
      exportOfDrill(drill, [run], [{ scenario: 'other', why: spoilText('why') }]),
    ]) {
      expect(strangeInXml(junit(input))).toEqual([]);
      expect(strangeInMarkdown(summary(input, link))).toEqual([]);
      expect(JSON.parse(ctrf(input))).toMatchObject({ reportFormat: 'CTRF' });
      const text = prometheus(input);
      for (const { name } of parsePrometheus(text)) expect(name).toMatch(/^lvs_drill_[a-z0-9_]*$/);
      for (const line of text.split('\n'))
        expect(line).toMatch(/^(# (HELP|TYPE) lvs_drill_|lvs_drill_[a-z0-9_]+\{.*\} |$)/s);
    }
    for (const colour of [true, false]) {
      expect(strangeInTerminal(verdictTable(run, run.judgements ?? [], 80, { colour }))).toEqual([]);
      expect(strangeInTerminal(drillTable([run.scenario.name, 'other'], [run, run], 80, { colour }))).toEqual([]);
    }
  });
});

test('the page of all runs and that of a night run nothing, load nothing and lead nowhere', async () => {
  const results = [
    nightResult('failover-dr', {
      problem: 'p',
      gate: { verdict: 'worse', sentence: 's', nights: ['2026-11-19'], report: 'failover-dr/compare.html' },
    }),
    nightResult('health'),
  ];
  await everyCase(spoil, (spoilText) => {
    const run = spoiledRun(nightRun('a', [2900, 3000]), spoilText);
    const night = syntheticNight(
      results.map((result) => ({
        ...result,
        command: spoilText('c'),
        problem: spoilText('p'),
        gate: result.gate && { ...result.gate, sentence: spoilText('s'), nights: [spoilText('n')] },
      })),
      {
        command: spoilText('c'),
        machine: { cpuModel: spoilText('m'), cpus: 2, engine: 'lab', kernel: spoilText('k') },
      },
    );
    const parts = night.results.map((result) => ({ result, times: [[run]] }));
    expect(strangeIn(nightPage(night, parts, '2026-11-20T04-00-00Z'))).toEqual([]);
    expect(strangeInMarkdown(nightSummary(night, parts, 'results/nightly/x'))).toEqual([]);
    const path = fileName(spoilText('folder'));
    const found = { path, kind: 'run' as const, files: new Set(['report.html', 'run.json']) };
    const library = {
      entries: [runEntry(found, run)],
      nights: [{ path, night, files: found.files }],
      trouble: [{ path, reason: spoilText('why') }],
    };
    expect(strangeIn(libraryPage({ library, name: spoilText('results'), version: '0.1.0', script: '' }))).toEqual([]);
  });
});

test('reports and comparisons run nothing, load nothing and lead nowhere', async () => {
  await everyCase(
    fc.tuple(spoil, fc.nat(recordings.length - 1), fc.boolean()),
    async ([spoilAny, which, addressesToo]) => {
      // Without addresses nothing is predicted of some schedulers: such a run is refused, or told of as far as it goes.
      const spoilText: Spoil = (text) => (addressesToo || !/^[\d.]+(:\d+)?$/.test(text) ? spoilAny(text) : text);
      const recording = spoiled(recordings[which] as Recording, spoilText);
      const files = [{ path: `logs/${fileName(spoilText('x'))}`, bytes: 1 }];
      const drawn = await outcomeOfAsync(async () => draw(await judgeAgain(recording), files));
      // Schedulers that go by names and addresses cannot be predicted where these contradict each other: told, not drawn.
      if ('refused' in drawn && (addressesToo || which === recordings.length - 1)) return;
      if ('refused' in drawn) throw drawn.refused;
      const content = drawn.value;
      expect(strangeIn(page(content))).toEqual([]);
      const run = judgedRun(content);
      const drill: Drill = {
        schema: 1,
        suite: run.suite,
        summary: spoilText('x'),
        startedAt: run.startedAt,
        endedAt: null,
        command: run.command,
        scenarios: [run.scenario.name],
      };
      expect(
        strangeIn(overview(drill, [overviewPart(content)], '', [{ scenario: 'other', why: spoilText('y') }])),
      ).toEqual([]);
      expect(strangeInTerminal(verdictTable(run, run.judgements ?? [], 80, { colour: false }))).toEqual([]);
      expect(strangeInXml(junit(exportOfRun(run)))).toEqual([]);
      expect(strangeInMarkdown(summary(exportOfRun(run), link))).toEqual([]);
      const sets = [run, run].map((one) => ({
        runs: [{ from: spoilText('from'), run: one, metrics: one.metrics ?? [] }],
      }));
      const comparison = compareSets(labelled(sets), { mayDiffer: [], force: true });
      const facts = { command: spoilText('npm run compare'), version: '0.1.0' };
      expect(strangeIn(comparisonPage(await drawComparison(comparison, facts)))).toEqual([]);
      expect(strangeInTerminal(comparisonTable(comparison, 80, { colour: false }))).toEqual([]);
    },
    { share: 0.01 },
  );
});

test('what is strange is found', () => {
  expect(strangeIn('<p onclick="x()">')).toHaveLength(1);
  expect(strangeIn('<a href="javascript:x">')).toHaveLength(1);
  expect(strangeIn('<a href="../../../../../../x">, <a href="logs/a.log">, <a href="#x">')).toEqual([]);
  expect(strangeIn('<a href="//elsewhere/">')).toHaveLength(1);
  expect(strangeIn('<img src=x>')).toHaveLength(1);
  expect(strangeIn('<iframe></iframe><!-- x -->')).toHaveLength(2);
  expect(strangeIn('<p style="--c: red;canary">')).toHaveLength(1);
  expect(strangeIn('<script>canary()</script>')).toHaveLength(1);
  expect(strangeIn('<script type="application/json">{</script>')).toHaveLength(1);
  expect(strangeInXml('<testsuites><evil/></testsuites>')).toHaveLength(1);
  expect(strangeInXml('<testsuites>')).toHaveLength(1);
  expect(strangeInMarkdown('# x\n\n<b>x</b> [a](http://x) ![b](c)').length).toBeGreaterThanOrEqual(4);
  expect(strangeInTerminal('\u001b[31mred\u001b[39m\n')).toEqual([]);
  expect(strangeInTerminal('\u001b[2J\u202e')).toEqual(['U+1b', 'U+202e']);
});
