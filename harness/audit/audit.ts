import { execa } from 'execa';
import { allowances } from './allowances.ts';
import { judgeAudit, refusalIn, type Vulnerability } from './judge-audit.ts';

// `npm run audit`: what the registry knows against the packages that we ship, as the lock names them. Ends with 1 when it
// knows of a vulnerability of level high or critical that nobody allowed; with 0, and says so, where it does not answer:
// many mirrors do not, and a machine without a network can build all the same.

const words = ({ advisory, package: name, range, level, title }: Vulnerability) =>
  `${name} ${range}: ${title} (${level}, ${advisory})`;

const { stdout, shortMessage } = await execa(
  'npm',
  ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=30000'],
  { reject: false, stdin: 'ignore', stderr: 'ignore' },
);
const result = judgeAudit(stdout, allowances);
if (result === null) {
  const why = stdout.trim() === '' ? (shortMessage ?? 'no answer') : refusalIn(stdout);
  console.log(`Not audited: the registry of this machine does not tell of vulnerabilities (${why}).`);
} else {
  for (const { vulnerability, reason, since } of result.allowed)
    console.log(`allowed since ${since}: ${words(vulnerability)}. ${reason}`);
  for (const advisory of result.needless) console.log(`no longer needed in harness/audit/allowances.ts: ${advisory}`);
  for (const one of result.failing) console.log(`VULNERABLE: ${words(one)}`);
  console.log(
    result.failing.length === 0
      ? 'Audited: nothing of level high or critical is known against what we ship, but for what is allowed.'
      : 'To do: update these packages, or allow an advisory in harness/audit/allowances.ts with the reason why it cannot hurt here.',
  );
  process.exitCode = result.failing.length === 0 ? 0 : 1;
}
