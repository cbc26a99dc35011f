import { expect, test } from 'vitest';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { syntheticRecording, syntheticTopology } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import type { ForwardingMethod, Recording } from '../../harness/model.ts';
import { judgeAgain } from '../write-report.ts';
import { type MethodPart, methodsSection } from './methods.ts';

function part(recording: Recording): MethodPart {
  return { run: recording.run, measurements: measureRun(recording) };
}

/** A failover of a cluster that forwards so, under any name. */
function failover(forwardingMethod: ForwardingMethod): MethodPart {
  const topology = syntheticTopology();
  const virtualServices = topology.virtualServices.map((service) => ({ ...service, forwardingMethod }));
  return part(
    syntheticRecording({
      topology: { ...topology, virtualServices },
      faults: ['kill-director', 'stop-keepalived'],
      trialsPerFault: 2,
    }),
  );
}

const unshaped = part(loadedRecording());
const shaped = part(
  loadedRecording({
    comparison: { responseBytes: [1024, 10_240], connectionUses: ['fresh'], linkBitsPerSecond: 8_000_000 },
    realServers: 10,
  }),
);

function rowsOf(parts: MethodPart[]): { [path: string]: string[] } {
  const markup = methodsSection(parts)?.body.markup ?? '';
  const rows = [...markup.matchAll(/<tr><th scope="row"[^>]*>(.*?)<\/th>(.*?)<\/tr>/gs)];
  return Object.fromEntries(
    rows.map(([, path, cells]) => [
      path,
      [...(cells ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map((cell) => cell[1] ?? ''),
    ]),
  );
}

test('one line for each method out of all scenarios, the direct path first', () => {
  const rows = rowsOf([unshaped, shaped, failover('DR'), failover('TUN'), failover('NAT')]);
  expect(Object.keys(rows)).toEqual(['direct', 'DR', 'TUN', 'NAT']);
  expect(rows.DR?.[2]).toMatch(/^0\.9\d/);
  expect(rows.DR?.slice(3, 5).map(Number.parseFloat)).toEqual([expect.closeTo(10.6, 0), expect.closeTo(10.6, 0)]);
  expect(rows.DR?.slice(1, 4)).toEqual(Array(3).fill(expect.stringMatching(/^[\d.\s]+[[(].*[\])]$/)));
  expect(rows.NAT?.slice(3, 5)).toEqual(['1', '1']);
  // Only the fault after which nothing is forwarded: two trials, some three seconds, a request every 10 ms.
  expect(rows.TUN?.[5]).toMatch(/^\d\.\d{3} \[\d\.\d{3} .. \d\.\d{3}\] s$/);
  expect(rows.TUN?.[6]).toMatch(/s$/);
  expect(rows.TUN?.[7]).toMatch(/^[3-9]\d\d of \d+$/);
  expect(rows.direct?.slice(3)).toEqual(Array(6).fill('–'));
});

test('a failover time does not speak for trials in which service did not come back', () => {
  const { run, measurements } = failover('DR');
  const dead = measurements.find(({ fault }) => fault === 'kill-director')?.index;
  const some = measurements.map((one) => (one.index === dead ? { ...one, failoverTimeMs: null } : one));
  const rows = rowsOf([{ run, measurements: some }, failover('NAT')]);
  expect(rows.DR?.[5]).toMatch(/^\d\.\d{3} s in 1 of 2$/);
});

test('what was not run is left blank', () => {
  const rows = rowsOf([failover('DR'), failover('NAT')]);
  expect(Object.keys(rows)).toEqual(['DR', 'TUN', 'NAT']);
  expect(rows.TUN).toEqual(Array(9).fill('–'));
  expect(rows.DR?.[1]).toBe('–');
  const loads = rowsOf([unshaped]);
  expect(loads.NAT?.slice(5)).toEqual(Array(4).fill('–'));
});

test('the worst of what was judged of a method’s numbers stands beside them', async () => {
  const judgedAgain = async ({ run }: MethodPart, checks: string[]): Promise<MethodPart> => {
    const { series } = loadedRecording();
    const { judgements } = await judgeAgain({ run: { ...run, checks }, series });
    return { run: { ...run, judgements }, measurements: [] };
  };
  const few = part(loadedRecording({ rounds: 2 }));
  const rows = rowsOf([
    await judgedAgain(few, ['forwarding-ratio']),
    await judgedAgain(shaped, ['link-gain', 'forwarding-capacity']),
  ]);
  expect(rows.DR?.[0]).toContain('unknown');
  const alone = rowsOf([await judgedAgain(shaped, ['link-gain', 'forwarding-capacity'])]);
  expect(Object.values(alone).map((cells) => cells[0])).toEqual(Array(3).fill(expect.stringContaining('pass')));
});

test('links that were not full gain nothing', () => {
  const idle = part(
    loadedRecording({
      comparison: { responseBytes: [10_240], connectionUses: ['fresh'], linkBitsPerSecond: 8_000_000 },
      change: (trial) => ({ ...trial, countedMs: 30_000 }),
    }),
  );
  expect(rowsOf([idle]).DR?.slice(3, 5)).toEqual(['no evidence', '–']);
});

test('failover by one method alone, or by services of several in one cluster, compares nothing', () => {
  expect(methodsSection([failover('DR'), failover('DR')])).toBeNull();
  expect(methodsSection([])).toBeNull();
});
