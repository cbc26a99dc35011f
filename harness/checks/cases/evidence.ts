import { type SyntheticOptions, syntheticRecording, withSeries } from '../../measure/synthetic-run.ts';
import { type CheckCase, when } from './case.ts';

const run = (options: SyntheticOptions = {}) =>
  syntheticRecording({ faults: ['kill-keepalived'], trialsPerFault: 1, ...options });

/** Whether a run is to be believed, and what users ask of it besides. */
export const cases: CheckCase[] = [
  when('fault-confirmed', 'pass', 'the fault was seen to take effect', () => run()),
  when('fault-confirmed', 'unknown', 'the fault did nothing', () => run({ breaks: { doesNothing: true } })),
  when('prober-lateness', 'pass', 'requests were sent when they were due', () => run()),
  when('prober-lateness', 'unknown', 'requests were sent 0.15 s late', () => run({ breaks: { latenessMs: 150 } })),
  when('kernel-trouble', 'pass', 'the kernel reported nothing', () => run()),
  when('kernel-trouble', 'unknown', 'the kernel reported a bug', () =>
    run({ run: { kernelTrouble: ['BUG: soft lockup'] } }),
  ),
  when('recording-whole', 'pass', 'nothing is missing', () => run()),
  when('recording-whole', 'unknown', 'tcpdump dropped packets', () =>
    run({ run: { recordingTrouble: ['tcpdump dropped 12 packets'] } }),
  ),
  when('recording-whole', 'unknown', 'a second of requests is missing', () =>
    withSeries(run(), 'request', (all) => all.filter((_, place) => place < 50 || place >= 150)),
  ),
  when('request-outcomes', 'pass', 'nothing was lost before the fault', () => run()),
  when('request-outcomes', 'fail', 'a request was lost before the fault', () => run({ breaks: { steadyLosses: 1 } })),
  when('request-outcomes', 'unknown', 'no request was recorded', () => withSeries(run(), 'request', () => [])),
  when('threshold', 'pass', 'a threshold holds', () => run({ run: { thresholds: ['failoverMs.max<3000'] } })),
  when('threshold', 'fail', 'a threshold is passed', () =>
    run({ faults: ['kill-director'], run: { thresholds: ['failoverMs.max<1000'] } }),
  ),
  when('threshold', 'unknown', 'a threshold names what this version does not know', () =>
    run({ run: { thresholds: ['failoverTime.max<1'] } }),
  ),
];
