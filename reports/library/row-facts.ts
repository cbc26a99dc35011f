import type { MissingRun } from '../drill-table.ts';
import { drillResult } from './drill-result.ts';
import { type DrillEntry, type Entry, isDrill, isRun, type RunEntry } from './entry.ts';
import type { BodyFacts, RowFacts } from './facts.ts';
import { howFar } from './words.ts';

/** What the script knows of an entry, row by row as they stand in the table. */
export function bodyFacts(entry: Entry): BodyFacts {
  if (!isDrill(entry)) return [runFacts(entry)];
  return [drillFacts(entry), ...entry.runs.map((run) => (isRun(run) ? runFacts(run) : missingFacts(entry, run)))];
}

function runFacts(run: RunEntry): RowFacts {
  const { suite, scenario, topology, verdict, status, startedAt, engine, kernel, keepalived, trials, durationMs } = run;
  const [first] = run.numbers;
  return {
    fields: {
      suite,
      scenario,
      topology,
      verdict,
      status: `${status} ${howFar(status) ?? ''}`,
      fault: run.faults.join(' '),
      engine,
      kernel,
      keepalived,
      when: startedAt,
      run: run.path,
    },
    verdict,
    sorted: {
      when: startedAt,
      suite: `${suite} ${scenario}`,
      topology,
      verdict,
      number: first === undefined ? null : { quantity: `${first.name} ${first.subject}`, value: first.median },
      trials,
      durationMs,
      engine: `${engine} ${kernel}`,
    },
  };
}

/** A filter looks at a drill's scenarios: its own row is shown with any of them, and sorted as a whole. */
function drillFacts(entry: DrillEntry): RowFacts {
  const { verdict, topologies, trials, durationMs, first } = drillResult(entry);
  const blank = blankFacts(entry, '', entry.path);
  const engine = first === null ? '' : `${first.engine} ${first.kernel}`;
  return {
    ...blank,
    verdict,
    sorted: { ...blank.sorted, verdict, topology: topologies.join(' '), trials, durationMs, engine },
  };
}

function missingFacts(entry: DrillEntry, { scenario }: MissingRun): RowFacts {
  return blankFacts(entry, scenario, `${entry.path}/${scenario}`);
}

function blankFacts({ drill }: DrillEntry, scenario: string, run: string): RowFacts {
  const { suite, startedAt: when } = drill;
  const none = { topology: '', engine: '', verdict: 'unknown' } as const;
  return {
    fields: { ...none, suite, scenario, when, run, status: 'absent', fault: '', kernel: '', keepalived: '' },
    verdict: none.verdict,
    sorted: { ...none, suite: `${suite} ${scenario}`, when, number: null, trials: 0, durationMs: null },
  };
}
