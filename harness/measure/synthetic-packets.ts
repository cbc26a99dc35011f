import type { Observation, Recording } from '../model.ts';
import { blankRun, handMade } from './synthetic-run.ts';

const service = '198.18.0.10:80';
const source = '198.18.0.101';

/** Test support: so many requests, each captured so much before the prober's stamp, ms. */
export function capturedRequests(number: number, apartMs: (index: number) => number): Recording {
  const observations = Array.from({ length: number }, (_, index): Observation[] => {
    const [at, sourcePort] = [1000 + 10 * index, 20_000 + index];
    const value = { outcome: 'ok', service, source, lateMs: 0.5, latencyMs: 3, realServer: 'real-server-1' } as const;
    return [
      { series: 'request', at, node: 'client-1', value: { ...value, sourcePort } },
      { series: 'syn', at: at + 0.5 - apartMs(index), node: 'client-1', value: { source, sourcePort, service } },
    ];
  });
  return handMade(blankRun({}), observations.flat());
}
