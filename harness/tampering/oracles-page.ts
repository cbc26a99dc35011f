import { checkCases } from '../checks/cases/table.ts';
import type { Verdict } from '../model.ts';
import { tamperings } from './tamperings.ts';

/** docs/ORACLES.md: both tables as a reader wants them, in the words of their rows. */
export function oraclesPage(): string {
  const names = [...new Set(checkCases.map(({ check }) => check))].sort();
  const told = (name: string, verdict: Verdict) => {
    const cases = checkCases.filter((one) => one.check === name && one.verdict === verdict);
    return cases.length === 0 ? 'never' : cases.map(({ what }) => what).join('; ');
  };
  const shown = tamperings.map(
    ({ what, of = 'failover', sealOnly }) => `| ${what} | ${of} | ${sealOnly ? '' : 'yes'} |`,
  );
  return [
    '# What the checks are held to',
    '',
    'Written by `LVS_DRILL_GOLDEN=update npm run test:unit -- harness/tampering` from `harness/checks/cases/` and `harness/tampering/tamperings.ts`; a test holds it to them.',
    'Clusters that are wrong on purpose, and what catches them, are in `test/known-bad/`.',
    '',
    '## What makes each check fail, and what makes it say that nothing was proven',
    '',
    '| check | fail | unknown |',
    '|---|---|---|',
    ...names.map((name) => `| \`${name}\` | ${told(name, 'fail')} | ${told(name, 'unknown')} |`),
    '',
    '## What no recording may pass with',
    '',
    'Two real recordings that passed are changed on the disk, read back and judged. A recording is sealed when it is closed (`Run.seal`: how many observations of each series there are, SHA-256 of every file and of what run.json says was done): whatever is changed after that makes the run `unknown`. The last column tells what shows without the seal as well, as in older recordings, or where the harness itself lost it before: the recording contradicts itself, or a check misses what it needs. A seal is no signature: whoever writes a new one with his changes leaves no trace of them but these.',
    '',
    '| what if | in | without the seal |',
    '|---|---|---|',
    ...shown,
    '',
  ].join('\n');
}
