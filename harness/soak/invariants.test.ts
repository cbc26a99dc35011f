import { expect, test } from 'vitest';
import { loadUnits } from '../registry.ts';
import type { Aftermath } from './aftermath.ts';
import type { Invariant } from './invariant.ts';
import { aftermath, cutShort, ending, folder, nothingLeft } from './synthetic-aftermath.ts';

const all = await loadUnits<Invariant>(new URL('invariants/', import.meta.url), 'invariant');
const brokenBy = (what: Aftermath) =>
  [...all.values()].filter((one) => one.broken(what).length > 0).map(({ name }) => name);

const stack = 'Error: ENOSPC\n    at Object.writeFile (node:internal/fs:12:3)\n    at main (/x/cli.ts:1:2)';

/** For each invariant, what it must not let pass; a new one without a case here fails below. */
const knownBad: Record<string, Aftermath[]> = {
  ends: [
    aftermath({}, { ending: ending({ hung: true, signal: 'SIGKILL', exitCode: null }) }),
    aftermath({ status: ending({ hung: true, signal: 'SIGKILL', exitCode: null }) }),
    aftermath({}, { folder: cutShort({ report: ending({ hung: true }) }) }),
  ],
  'exit-code': [
    aftermath({}, { ending: ending({ exitCode: 70, stderr: 'It broke.' }) }),
    aftermath({}, { ending: ending({ exitCode: 0 }) }),
    aftermath({}, { ending: ending({ exitCode: null, signal: 'SIGSEGV' }) }),
    aftermath({}, { ending: ending({ exitCode: 1 }), folder: folder() }),
    aftermath({}, { ending: ending({ exitCode: 0 }), folder: null }),
  ],
  message: [
    aftermath({}, { ending: ending({ exitCode: 130, stderr: stack }) }),
    aftermath({}, { ending: ending({ exitCode: 130, stderr: '' }) }),
    aftermath({}, { ending: ending({ exitCode: 130, stderr: 'ENOSPC' }) }),
    aftermath({}, { ending: ending({ exitCode: 130, stderr: `It broke: ${'x'.repeat(800)}.` }) }),
    aftermath({}, { ending: ending({ exitCode: 130, stderr: 'Stopped.\n(node:12) MaxListenersExceededWarning' }) }),
    aftermath({ status: ending({ stdout: stack }) }),
  ],
  'nothing-left': Object.keys(nothingLeft).map((kind) => aftermath({ left: { ...nothingLeft, [kind]: ['a thing'] } })),
  'run-folder': [
    aftermath({}, { folder: cutShort({ report: ending({ exitCode: 64, stderr: 'It cannot be read.' }) }) }),
    aftermath({}, { folder: cutShort({ judged: null }) }),
    aftermath({}, { folder: cutShort({ there: false, saved: null, report: ending({ exitCode: 70, stderr: 'No.' }) }) }),
  ],
  verdict: [
    aftermath({}, { folder: cutShort({ judged: { verdict: 'pass', failed: [] } }) }),
    aftermath({}, { folder: folder({ saved: { status: 'judged', verdict: 'pass', trials: 0, plannedTrials: 1 } }) }),
    aftermath({}, { folder: cutShort({ judged: { verdict: 'fail', failed: ['failover-time: 9 s'] } }) }),
  ],
  'lab-status': [aftermath({ status: ending({ exitCode: 3, stderr: 'No.' }) })],
};

test('an event after which all is well breaks none', () => {
  expect(brokenBy(aftermath())).toEqual([]);
  const killed = { ending: ending({ exitCode: null, signal: 'SIGKILL' as const }), folder: cutShort() };
  expect(brokenBy(aftermath({ exits: ['SIGKILL'] }, killed))).toEqual([]);
});

test('a run that ended before, or never began, breaks none', () => {
  expect(brokenBy(aftermath({ done: null }, { ending: ending(), folder: folder() }))).toEqual([]);
  expect(brokenBy(aftermath({}, { folder: null }))).toEqual([]);
  const empty = cutShort({
    there: false,
    saved: null,
    judged: null,
    report: ending({ exitCode: 64, stderr: 'No run.' }),
  });
  expect(brokenBy(aftermath({}, { folder: empty }))).toEqual([]);
});

test('what befell the cluster may be a failure of it', () => {
  const failed = folder({
    saved: { status: 'judged', verdict: 'fail', trials: 1, plannedTrials: 1 },
    judged: { verdict: 'fail', failed: ['single-holder: none'] },
  });
  expect(brokenBy(aftermath({ damages: 'cluster' }, { ending: ending({ exitCode: 1 }), folder: failed }))).toEqual([]);
});

test('every invariant has cases that it does not let pass', () => {
  expect(Object.keys(knownBad).sort()).toEqual([...all.keys()].sort());
});

test.each([...all.keys()].flatMap((name) => (knownBad[name] ?? []).map((bad, index) => [name, index, bad] as const)))(
  '%s is broken by its case %i, and says how in a sentence',
  (name, _, bad) => {
    const sentences = all.get(name)?.broken(bad) ?? [];
    expect(sentences).not.toEqual([]);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z`][\s\S]*[.\w)]$/);
  },
);
