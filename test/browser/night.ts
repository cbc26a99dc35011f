import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nightResult, nightRun, syntheticNight } from '../../harness/measure/synthetic-night.ts';
import { syntheticTopology } from '../../harness/measure/synthetic-run.ts';
import type { ForwardingMethod, NightResult, Topology } from '../../harness/model.ts';
import { createNightFolder, saveNight } from '../../harness/store/night-folder.ts';
import { saveRun } from '../../harness/store/recorder.ts';
import { runFolderAt } from '../../harness/store/run-folder.ts';
import { writeNight } from '../../reports/write-night.ts';

/** What became of an entry, and the times it measured; none: nothing was recorded. */
interface Entry {
  method: ForwardingMethod;
  failoverMs: number[];
  parts: Partial<NightResult>;
}

const entries: Entry[] = [
  {
    method: 'DR',
    failoverMs: [2940, 3010, 2960, 3100, 2880],
    parts: {
      gate: {
        verdict: 'not-worse',
        sentence: 'nothing shifted by more than 20 ms',
        nights: ['2026-11-19'],
        report: null,
      },
    },
  },
  {
    method: 'TUN',
    failoverMs: [3140, 3210, 3160, 3300, 3080],
    parts: {
      gate: {
        verdict: 'worse',
        sentence: 'failoverMs of kill-director is 200 ms longer (180 .. 220)',
        nights: ['2026-11-18', '2026-11-19'],
        report: 'failover-tun/compare.html',
      },
    },
  },
  {
    method: 'NAT',
    failoverMs: [],
    parts: { folders: [], verdict: null, problem: 'The engine’s kernel has no module ip_vs_rr <built in or not>.' },
  },
];

/** The page of a night of which one entry got worse, and one never ran. */
export async function drawnNight(results: string): Promise<string> {
  const folder = await createNightFolder(results, new Date('2026-11-20T02:00:00Z'));
  const night = syntheticNight(
    entries.map(({ method, parts }) => nightResult(`failover-${method.toLowerCase()}`, parts)),
  );
  for (const [index, { method, failoverMs }] of entries.entries()) {
    const result = night.results[index];
    if (result === undefined || failoverMs.length === 0) continue;
    const run = runFolderAt(join(folder.path, result.entry.name));
    await mkdir(run.path);
    await saveRun(run, nightRun(`night-${method}`, failoverMs, { topology: forwardedBy(method) }));
    await writeFile(run.report, '');
    if (result.gate?.report) await writeFile(join(folder.path, result.gate.report), '');
  }
  await saveNight(folder, night);
  await writeNight(night, folder);
  return folder.report;
}

function forwardedBy(forwardingMethod: ForwardingMethod): Topology {
  const { virtualServices } = syntheticTopology();
  return syntheticTopology({ virtualServices: virtualServices.map((service) => ({ ...service, forwardingMethod })) });
}
