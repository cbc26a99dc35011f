import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { expect, test } from 'vitest';
import { handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import { type ExportInput, exportOfRun } from './export-input.ts';
import { prometheus } from './prometheus.ts';
import { hostile, hostileRun, judgedRun, judgement, metric } from './synthetic-judged.ts';

/** What the parser found, and every sample by its metric's name. */
function parsed(input: ExportInput) {
  const text = prometheus(input);
  expect(text.endsWith('\n')).toBe(true);
  const families = parsePrometheusTextFormat(text);
  for (const family of families) {
    expect(family.name).toMatch(/^lvs_drill_[a-z0-9_]+$/);
    expect([family.type, family.help.length > 10]).toEqual(['GAUGE', true]);
  }
  const samples = (name: string) => families.find((one) => one.name === name)?.metrics ?? [];
  const value = (name: string) => samples(name).map((one) => Number(one.value));
  return { names: families.map((one) => one.name), samples, value };
}

const where = { suite: 'failover', scenario: 'failover', topology: 'dr-pair' };

test('a run has its verdict, its time and the number of judgements of each check', () => {
  const run = judgedRun({
    verdict: 'fail',
    judgements: [judgement(), judgement({ subject: 'pause-director', verdict: 'fail' })],
  });
  const { samples, value } = parsed(exportOfRun(run));
  expect(samples('lvs_drill_run_verdict')).toEqual([
    { labels: { ...where, verdict: 'pass' }, value: '0' },
    { labels: { ...where, verdict: 'fail' }, value: '1' },
    { labels: { ...where, verdict: 'unknown' }, value: '0' },
  ]);
  expect(value('lvs_drill_run_timestamp_seconds')).toEqual([Date.UTC(2025, 0, 2, 3, 4, 5) / 1000]);
  expect(value('lvs_drill_run_duration_seconds')).toEqual([180]);
  expect(samples('lvs_drill_judgements').map((one) => [one.labels?.verdict, one.value])).toEqual([
    ['pass', '1'],
    ['fail', '1'],
    ['unknown', '0'],
  ]);
  expect(samples('lvs_drill_run_info')[0]?.labels).toMatchObject({ ...where, keepalived: '2.3.3', kernel: '7.2.0' });
});

test('metrics are in base units, each with its prediction, error bound and number of samples', () => {
  const run = judgedRun({
    metrics: [
      metric(),
      metric({ subject: 'stop-keepalived', samples: [], beyond: 2, predicted: null, bound: null }),
      metric({ name: 'movedPercent', unit: '%', samples: [25], predicted: null, bound: null }),
      metric({ name: 'requestsPerSecond', unit: '/s', samples: [1500], predicted: null, bound: null }),
      metric({ name: 'impaired', unit: 'requests', samples: [7], predicted: null, bound: null }),
      metric({ name: 'engineCpuMsPerRequest', unit: 'ms', samples: [2], predicted: null, bound: null }),
      metric({ name: 'ratioToDirect', unit: '× direct', samples: [0.9], predicted: null, bound: null }),
    ],
  });
  const { samples, value } = parsed(exportOfRun(run));
  expect(samples('lvs_drill_detection_median_seconds')).toEqual([
    { labels: { ...where, subject: 'kill-director' }, value: '3.661' },
  ]);
  expect(value('lvs_drill_detection_min_seconds')).toEqual([3.65]);
  expect(value('lvs_drill_detection_max_seconds')).toEqual([3.67]);
  expect(value('lvs_drill_detection_predicted_low_seconds')).toEqual([3.648]);
  expect(value('lvs_drill_detection_predicted_high_seconds')).toEqual([3.65]);
  expect(value('lvs_drill_detection_error_bound_seconds')).toEqual([0.001]);
  // Nothing measured is not zero: what has no samples shows only that.
  expect(value('lvs_drill_detection_samples')).toEqual([3, 0]);
  expect(value('lvs_drill_detection_beyond_measure')).toEqual([0, 2]);
  expect(value('lvs_drill_moved_median_ratio')).toEqual([0.25]);
  expect(value('lvs_drill_requests_median_per_second')).toEqual([1500]);
  expect(value('lvs_drill_impaired_median_requests')).toEqual([7]);
  expect(value('lvs_drill_engine_cpu_per_request_median_seconds')).toEqual([0.002]);
  expect(value('lvs_drill_ratio_to_direct_median')).toEqual([0.9]);
});

test('how far the prober is off is told by method, or that nobody knows', () => {
  const calibration = handMadeCalibration({ verdict: 'fail' });
  const { samples, value } = parsed(exportOfRun(judgedRun({ calibration })));
  expect(value('lvs_drill_run_calibrated')).toEqual([1]);
  expect(value('lvs_drill_calibration_timestamp_seconds')).toEqual([Date.UTC(2024, 11, 30, 2) / 1000]);
  expect(samples('lvs_drill_calibration_verdict').find(({ value: is }) => is === '1')?.labels?.verdict).toBe('fail');
  expect(value('lvs_drill_calibrated_probe_interval_seconds')).toEqual([0.01]);
  expect(samples('lvs_drill_calibrated_error_max_seconds')).toEqual([
    { labels: { ...where, method: 'time-stamp' }, value: '0.0062' },
    { labels: { ...where, method: 'loss' }, value: '0.0091' },
  ]);
  expect(value('lvs_drill_calibrated_bias_low_seconds')).toEqual([0.0004, -0.0006]);
  expect(value('lvs_drill_calibrated_seen_from_seconds')).toEqual([0.05, 0.05]);

  const none = parsed(exportOfRun(judgedRun()));
  expect(none.value('lvs_drill_run_calibrated')).toEqual([0]);
  expect(none.names.filter((name) => name.includes('calibrat'))).toEqual(['lvs_drill_run_calibrated']);
  const { names } = parsed(exportOfRun(judgedRun({ calibration, loadTrials: [] })));
  expect(names.filter((name) => name.includes('calibrat'))).toEqual([]);
});

test('all samples of a metric stand together, and none twice: the collector would refuse the file', () => {
  const runs = ['one', 'two'].map((name) =>
    judgedRun({ scenario: { name, summary: name }, metrics: [metric(), metric()] }),
  );
  const input = { ...exportOfRun(judgedRun()), scenarios: ['one', 'two', 'three'], runs };
  const text = prometheus(input);
  const lines = text.trimEnd().split('\n');
  const samples = lines.filter((line) => !line.startsWith('#'));
  const keys = samples.map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(keys).size).toBe(keys.length);
  const names = samples.map((line) => line.slice(0, line.indexOf('{')));
  expect(names.filter((name, index) => name !== names[index - 1])).toEqual([...new Set(names)]);
  expect(lines.filter((line) => line.startsWith('# TYPE'))).toHaveLength(new Set(names).size);
  // A scenario that never ran does not vanish.
  expect(parsed(input).samples('lvs_drill_run_verdict')).toContainEqual({
    labels: { suite: 'failover', scenario: 'three', topology: '', verdict: 'unknown' },
    value: '1',
  });
});

test('hostile texts stay in their label', () => {
  const { samples, names } = parsed(exportOfRun(hostileRun()));
  expect(samples('lvs_drill_run_info')[0]?.labels).toMatchObject({
    suite: `suite${hostile}`,
    topology: `topology${hostile}`,
    keepalived: `keepalived${hostile}`,
  });
  expect(names.filter((name) => name.startsWith('lvs_drill_name'))).not.toEqual([]);
  for (const line of prometheus(exportOfRun(hostileRun())).trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) lvs_drill_|lvs_drill_)/);
});
