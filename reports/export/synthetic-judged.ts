import { blankRun } from '../../harness/measure/synthetic-run.ts';
import type { Judgement, Metric, Run } from '../../harness/model.ts';

/** Test support: a judgement that passed, with numbers, but for what is given. */
export function judgement(changes: Partial<Judgement> = {}): Judgement {
  return {
    check: 'detection-time',
    subject: 'kill-director',
    verdict: 'pass',
    headline: 'Backup took over 3.661 s after the last advert (3.648 s predicted), 5 trials.',
    unit: 'ms',
    measured: { median: 3661, min: 3650, max: 3670, trials: 5 },
    predicted: { low: 3648, high: 3650 },
    bound: 1,
    limit: { low: 3643, high: 3748 },
    ...changes,
  };
}

/** A metric of three samples, but for what is given. */
export function metric(changes: Partial<Metric> = {}): Metric {
  return {
    name: 'detectionMs',
    subject: 'kill-director',
    unit: 'ms',
    better: 'lower',
    samples: [3661, 3650, 3670],
    predicted: { low: 3648, high: 3650 },
    bound: 1,
    ...changes,
  };
}

/** A run that is judged: one that passed, but for what is given. */
export function judgedRun(changes: Partial<Run> = {}): Run {
  return blankRun({ status: 'judged', judgements: [judgement()], metrics: [metric()], verdict: 'pass', ...changes });
}

/** What ends a text, a comment, a cell or a line in one of the formats, and what XML cannot hold at all. */
export const hostile =
  '"><!--]]> | a `b` *c* _d_ [e](javascript:f) <img src=x onerror=g> & \\ \\n # \' \u0000\u0008\u001b[31m\uFFFE\uD800 \r\nHELP x\n# TYPE y';

/** A run whose every text is hostile, with one judgement of each verdict and something left out. */
export function hostileRun(): Run {
  const text = (place: string) => `${place}${hostile}`;
  const run = judgedRun();
  return {
    ...run,
    suite: text('suite'),
    id: text('id'),
    command: text('command'),
    verdict: 'fail',
    versions: { ...run.versions, keepalived: text('keepalived'), kernel: text('kernel'), gitCommit: text('commit') },
    topology: { ...run.topology, name: text('topology') },
    judgements: (['pass', 'fail', 'unknown'] as const).map((verdict) =>
      judgement({
        check: text(`check ${verdict}`),
        subject: text('subject'),
        verdict,
        headline: text('headline'),
        unit: text('unit'),
      }),
    ),
    metrics: [metric({ name: text('name'), subject: text('subject'), unit: text('unit') })],
    skipped: [{ what: text('what'), reason: text('reason') }],
  };
}
