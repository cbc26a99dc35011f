import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { acceptedNight, nightResult, nightRun, syntheticNight } from '../../harness/measure/synthetic-night.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Drill } from '../../harness/model.ts';
import { pathOfAccepted } from '../../harness/store/baselines.ts';
import { allObservations } from '../../harness/store/stored-run.ts';
import { deepJson, hostileJson, hostileText } from './hostile.ts';

/** Folders of a results folder as the harness writes it, and of one with accepted nights, below the root of a case. */
export const places = {
  results: 'out/results',
  run: 'out/results/failover/2026-11-20T02-00-00Z',
  drill: 'out/results/health/2026-11-20T03-00-00Z',
  night: 'out/results/nightly/2026-11-20T04-00-00Z',
  baselines: 'out/baselines',
} as const;

const recording = syntheticRecording({
  trialsPerFault: 1,
  faults: ['kill-director'],
  probe: { intervalMs: 200 },
  run: { checks: ['failover-time', 'recording-whole', 'failover-sim'], status: 'judged' },
});
const runJson = JSON.stringify(recording.run);
const observations = allObservations(recording)
  .map((one) => JSON.stringify(one))
  .join('\n');
const drill: Drill = {
  schema: 1,
  suite: 'health',
  summary: 'two',
  startedAt: '2026-11-20T03:00:00.000Z',
  endedAt: null,
  command: 'npm run suite health',
  scenarios: ['one', 'two'],
};
const accepted = acceptedNight('2026-11-19T02:00:00.000Z', [nightRun('a', [2900, 3000, 3100])]);

/** What lies in it: paths below the root, and what they hold. */
const files: readonly (readonly [string, string])[] = [
  [`${places.run}/run.json`, runJson],
  [`${places.run}/observations.ndjson`, `${observations}\n`],
  [`${places.run}/capture.pcap`, '\u00d4\u00c3\u00b2\u00a1'],
  [`${places.run}/logs/director-1.log`, 'x'],
  [`${places.run}/report.html`, 'x'],
  [`${places.run}/charts/timeline.png`, 'x'],
  [`${places.drill}/drill.json`, JSON.stringify(drill)],
  [`${places.drill}/one/run.json`, JSON.stringify(nightRun('one', [2900, 3000]))],
  [`${places.drill}/one/observations.ndjson`, ''],
  [`${places.drill}/two/run.json`, JSON.stringify(nightRun('two', [2900, 3000]))],
  [`${places.drill}/two/observations.ndjson`, ''],
  [`${places.night}/night.json`, JSON.stringify(syntheticNight([nightResult('failover-dr')]))],
  [`${places.night}/failover-dr/run.json`, JSON.stringify(nightRun('night', [2900, 3000, 3100]))],
  [pathOfAccepted(`/${places.baselines}`, accepted).slice(1), JSON.stringify(accepted)],
  ['out/results/index.html', '<meta name="generator" content="lvs-drill 0.1.0">'],
];

const names = files.map(([path]) => path);
const folders = [...new Set(names.flatMap((name) => [dirname(name), `${dirname(name)}/charts`]))];

/** A change of one file, or of what stands in its place. */
export type Damage =
  | { what: 'json'; file: string; path: number[]; raw: string; how: 'replace' | 'remove' | 'key' }
  | { what: 'text'; file: string; at: number; text: string; how: 'cut' | 'insert' | 'utf-16' | 'bom' }
  | { what: 'kind'; file: string; kind: 'folder' | 'fifo' | 'gone' | 'link'; target: string };

const file = fc.constantFrom(...names);
const jsonFile = fc.constantFrom(...names.filter((name) => name.endsWith('.json')));
const raw = fc.oneof(
  hostileJson.map((one) => JSON.stringify(one)),
  hostileText.map((one) => JSON.stringify(one)),
  fc.constantFrom(
    '1e999',
    '-1e999',
    '1e308',
    '5e-324',
    '-1',
    '0',
    '9007199254740993',
    '4294967296',
    '1e9',
    'NaN',
    'null',
  ),
  fc.constantFrom('"../../../../canary"', '["../canary"]', '{"__proto__":{"x":1}}', '"1970-01-01T00:00:00Z"'),
  fc.constantFrom('', deepJson(200), deepJson(20_000), `[${'0,'.repeat(200_000)}0]`),
);

/** Any damage; what links lead to is a folder or a file beside the results folder, a device, or nothing. */
export const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('json' as const),
      file: jsonFile,
      path: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
      raw,
      how: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'key' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('text' as const),
      file,
      at: fc.nat(),
      text: fc.oneof(hostileText, fc.constant('\0'.repeat(100)), fc.constant('x'.repeat(5 * 2 ** 20))),
      how: fc.constantFrom('cut' as const, 'insert' as const, 'utf-16' as const, 'bom' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('kind' as const),
      file: fc.oneof(file, fc.constantFrom(...folders)),
      kind: fc.constantFrom('folder' as const, 'fifo' as const, 'gone' as const, 'link' as const, 'link' as const),
      target: fc.constantFrom(
        'canary',
        'canary/keep.txt',
        '/dev/zero',
        '/etc/passwd',
        'nowhere',
        'loop',
        'out/results',
      ),
    }),
  },
);

const mark = '\uf8ff';

function damagedJson(text: string, { path, raw: other, how }: Extract<Damage, { what: 'json' }>): string {
  const root: unknown = JSON.parse(text);
  let place = root;
  for (const [depth, pick] of path.entries()) {
    const keys = typeof place === 'object' && place !== null ? Object.keys(place) : [];
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) return other;
    const parent = place as Record<string, unknown>;
    const next = parent[key];
    const isLast = depth === path.length - 1 || typeof next !== 'object' || next === null;
    if (!isLast) {
      place = next;
      continue;
    }
    if (how === 'remove') delete parent[key];
    else parent[how === 'key' ? (['__proto__', 'constructor', 'toString'][pick % 3] ?? '') : key] = mark;
    if (how === 'key' && pick % 3 === 0) Object.defineProperty(parent, '__proto__', { value: mark, enumerable: true });
    break;
  }
  return JSON.stringify(root).replace(JSON.stringify(mark), () => other);
}

function damagedText(text: string, { at, text: other, how }: Extract<Damage, { what: 'text' }>): Buffer {
  const place = at % (text.length + 1);
  if (how === 'cut') return Buffer.from(text.slice(0, place));
  if (how === 'insert') return Buffer.from(text.slice(0, place) + other + text.slice(place));
  return how === 'bom' ? Buffer.from(`\ufeff${text}`) : Buffer.from(text, 'utf16le');
}

/** Where a case lies, until it is disposed of. */
export interface Case extends AsyncDisposable {
  root: string;
  at(place: keyof typeof places): string;
  /** What lies beside the folder that may be written to: every path and what it holds. */
  canary(): Promise<string>;
}

/** Makes the folders of a case, damaged in these ways, beside a canary that nobody may touch. */
export async function hostileFolder(damages: readonly Damage[]): Promise<Case> {
  const root = await mkdtemp(join(tmpdir(), 'lvs-drill-fuzz-'));
  for (const [path, text] of [['canary/keep.txt', 'tweet'], ['canary/sub/keep.txt', 'tweet'], ...files] as const) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await symlink('2026-11-20T02-00-00Z', join(root, dirname(places.run), 'latest'));
  const texts = new Map(files);
  for (const one of damages) await inflict(root, one, texts);
  return {
    root,
    at: (place) => join(root, places[place]),
    canary: async () => [...(await contents(join(root, 'canary'))), ...(await readdir(root))].join('\n'),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function inflict(root: string, one: Damage, texts: Map<string, string>): Promise<void> {
  const path = join(root, one.file);
  const text = texts.get(one.file) ?? '';
  // What an earlier damage took away is not put there again.
  const parent = await lstat(dirname(path)).catch(() => null);
  if (parent?.isDirectory() !== true || path.startsWith(join(root, 'canary'))) return;
  if (one.what !== 'kind') {
    if ((await lstat(path).catch(() => null))?.isFile() !== true) return;
    await writeFile(path, one.what === 'json' ? damagedJson(text, one) : damagedText(text, one));
    return;
  }
  await rm(path, { recursive: true, force: true });
  if (one.kind === 'folder') await mkdir(path);
  if (one.kind === 'fifo') execFileSync('mkfifo', [path]);
  const target = one.target === 'loop' ? path : one.target.startsWith('/') ? one.target : join(root, one.target);
  if (one.kind === 'link') await symlink(target, path);
}

async function contents(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<string[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [`${path}/`, ...(await contents(path))];
    if (entry.isSymbolicLink()) return [`${path} -> ${await readlink(path)}`];
    return [`${path}: ${await readFile(path, 'utf8')}`];
  });
  return (await Promise.all(lists)).flat();
}
