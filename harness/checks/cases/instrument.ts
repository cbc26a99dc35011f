import { syntheticCalibration } from '../../measure/synthetic-calibration.ts';
import { capturedRequests } from '../../measure/synthetic-packets.ts';
import { type CheckCase, when } from './case.ts';

const made = (errorMs: number) => syntheticCalibration({ trials: [{ levelMs: 303, errorMs }] });
const unseen = () => syntheticCalibration({ trials: [{ levelMs: 303, edgeMs: null }] });
const delayed = (latencyMs: number | null, edgeMs: number | null = 1) =>
  syntheticCalibration({
    known: 'delay',
    intervalMs: 10,
    trials: [{ levelMs: 1000, edgeMs }],
    change: (one) =>
      latencyMs === null || one.at <= 101_500 || one.at >= 101_520
        ? one
        : { ...one, value: { ...one.value, latencyMs } },
  });

/** How wrong the instrument itself is. */
export const cases: CheckCase[] = [
  when('outage-by-stamps', 'pass', 'an outage of known length is measured right', () => made(0)),
  when('outage-by-stamps', 'fail', 'an outage of known length is measured 8 ms wrong', () => made(8)),
  when('outage-by-stamps', 'unknown', 'nobody saw the end of the outage', unseen),
  when('outage-by-loss', 'pass', 'an outage of known length is measured right', () => made(0)),
  when('outage-by-loss', 'fail', 'an outage of known length is measured 8 ms wrong', () => made(8)),
  when('outage-by-loss', 'unknown', 'nobody saw the end of the outage', unseen),
  when('pure-delay', 'pass', 'what was late is told as late', () => delayed(null)),
  when('pure-delay', 'fail', 'a late answer is told as one in time', () => delayed(2)),
  when('pure-delay', 'unknown', 'nobody saw the end of the delay', () => delayed(null, null)),
  when('clock-agreement', 'pass', 'prober and capture say the same of each packet', () =>
    capturedRequests(200, () => 0.1),
  ),
  when('clock-agreement', 'fail', 'the prober’s clock is 2.5 ms behind', () => capturedRequests(200, () => -2.5)),
  when('clock-agreement', 'unknown', 'twenty packets were captured', () => capturedRequests(20, () => 0.1)),
];
