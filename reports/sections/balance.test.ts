import { expect, test } from 'vitest';
import { check as balanceFindings } from '../../harness/checks/balance-findings.ts';
import { check as balanceSequence } from '../../harness/checks/balance-sequence.ts';
import { check as balanceShare } from '../../harness/checks/balance-share.ts';
import { judgeRun } from '../../harness/checks/judge.ts';
import { type BalanceOptions, balanceRecording, inTurn } from '../../harness/measure/synthetic-balance.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { balanceShareCharts } from '../charts/balance-shares.ts';
import { createRenderer } from '../charts/render.ts';
import { balanceSection } from './balance.ts';

const services: NonNullable<BalanceOptions['services']> = [
  { label: 'rr even', scheduler: 'rr', weights: [1, 1, 1, 1] },
  { label: 'rr 1:2', scheduler: 'rr', weights: [1, 2, null, null] },
  { label: 'sed even', scheduler: 'sed', weights: [1, 1, 1, 1] },
];

function made(options: BalanceOptions = {}) {
  const choose: BalanceOptions['choose'] = (turn) =>
    turn.service.scheduler === 'sed' ? 'real-server-4' : inTurn(turn);
  const recording = balanceRecording({ services, choose, ...options });
  return { recording, judgements: judgeRun([balanceSequence, balanceShare, balanceFindings], recording) };
}

/** Text of the first table's cells, row by row. */
function rowsOf(markup: string): string[][] {
  const body = /<tbody>(.*?)<\/tbody>/s.exec(markup)?.[1] ?? '';
  return body
    .split('<tr')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) =>
        (cell[1] ?? '')
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    );
}

test('a row for each scheduler, a column for each set of weights: shares, mismatches, evenness, verdict', () => {
  const section = balanceSection(made(), []);
  expect(section?.body.markup).toContain('one connection after the other');
  expect(rowsOf(section?.body.markup ?? '')).toEqual([
    ['rr', '✓ 25 : 25 : 25 : 25 0 wrong · J 1.00', '✓ 50 : 50 0 wrong · J 0.90'],
    ['sed', '✓ 0 : 0 : 0 : 100 0 wrong · J 0.25', '–'],
  ]);
  expect(section?.body.markup).toContain('sed sends all of 40 connections');
});

test('what came otherwise says what was predicted, and why the verdict is what it is', () => {
  const rows = rowsOf(balanceSection(made({ choose: inTurn }), [])?.body.markup ?? '');
  expect(rows[1]?.[1]).toBe('✗ 25 : 25 : 25 : 25 predicted 0 : 0 : 0 : 100 · 30 wrong · J 1.00');
  expect(rows[2]?.[0]).toMatch(/^balance-sequence of sed even: 30 of 40 connections did not go/);
  const broken = rowsOf(balanceSection(made({ trial: { error: 'the client ended' } }), [])?.body.markup ?? '');
  expect(broken[0]?.[1]).toMatch(/^\? 25 : 25/);
});

test('services that get more connections than the others are told', () => {
  const { recording, judgements } = made();
  const [first, ...rest] = recording.run.balanceTrials ?? [];
  if (first === undefined) throw new Error('the recording has no trial');
  const longer = { ...first, balance: { ...first.balance, connections: 10_000 } };
  const run = { ...recording.run, balanceTrials: [longer, ...rest] };
  const content = { recording: { ...recording, run }, judgements };
  expect(balanceSection(content, [])?.body.markup).toMatch(
    /; 40 connections to each service, 10\u{2009}000 where chance decides\./u,
  );
});

test('who is refused is told apart, and one without connections has none to show', () => {
  const refused = made({ choose: (turn) => (turn.connection % 2 === 0 ? null : inTurn(turn)) });
  expect(rowsOf(balanceSection(refused, [])?.body.markup ?? '')[0]?.[1]).toContain(', 50 refused');
  const empty = made({ without: ['assignment'] });
  expect(rowsOf(balanceSection(empty, [])?.body.markup ?? '')[0]?.[1]).toBe('? nothing recorded');
  expect(balanceShareCharts(empty.recording)).toEqual([]);
});

test('a chart for each set of weights tells its numbers in words, and stands in the section', async () => {
  const content = made();
  const charts = balanceShareCharts(content.recording);
  expect(charts.map(({ name }) => name)).toEqual(['balance-1-1-1-1', 'balance-1-2']);
  expect(charts[0]?.alt).toContain(
    'sed: 0.0 % (predicted 0.0 %), 0.0 % (predicted 0.0 %), 0.0 % (predicted 0.0 %), 100.0 % (predicted 100.0 %)',
  );
  const [first] = charts;
  if (first === undefined) throw new Error('there is no chart');
  const drawing = await createRenderer()(first);
  expect(drawing.png.length).toBeGreaterThan(1000);
  expect(balanceSection(content, [drawing])?.body.markup).toContain('id="chart-balance-1-1-1-1"');
});

test('nothing to show of a run without such traffic', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  expect(balanceSection({ recording, judgements: [] }, [])).toBeNull();
  expect(balanceShareCharts(recording)).toEqual([]);
});
