import { z } from 'zod';

/** A vulnerability that we go on with, for a reason that somebody wrote down. */
export interface Allowance {
  /** The advisory, such as `GHSA-xxxx-xxxx-xxxx`. */
  advisory: string;
  /** Why it cannot hurt here; a sentence. */
  reason: string;
  /** When that was looked at, `YYYY-MM-DD`. */
  since: string;
}

/** One advisory of level high or critical on a package that we ship. */
export interface Vulnerability {
  advisory: string;
  package: string;
  range: string;
  level: 'high' | 'critical';
  title: string;
}

/** What an audit means for us. */
export interface AuditResult {
  /** Those that nobody allowed. */
  failing: Vulnerability[];
  allowed: { vulnerability: Vulnerability; reason: string; since: string }[];
  /** Allowances of which the audit knows nothing any more. */
  needless: string[];
}

const via = z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string(), range: z.string() });
const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), via])) })),
});

/**
 * Judges what `npm audit --json` printed (its report version 2: each package with the advisories it is vulnerable by, or the
 * names of packages that make it so). Null for anything else: the registry did not answer.
 */
export function judgeAudit(output: string, allowances: readonly Allowance[]): AuditResult | null {
  const parsed = report.safeParse(jsonIn(output));
  if (!parsed.success) return null;
  const found = new Map<string, Vulnerability>();
  for (const { via } of Object.values(parsed.data.vulnerabilities)) {
    for (const one of via) {
      if (typeof one === 'string' || (one.severity !== 'high' && one.severity !== 'critical')) continue;
      const advisory = one.url.slice(one.url.lastIndexOf('/') + 1);
      found.set(`${advisory} ${one.name}`, {
        advisory,
        package: one.name,
        range: one.range,
        level: one.severity,
        title: one.title,
      });
    }
  }
  const result: AuditResult = { failing: [], allowed: [], needless: [] };
  for (const vulnerability of found.values()) {
    const allowance = allowances.find(({ advisory }) => advisory === vulnerability.advisory);
    if (allowance === undefined) result.failing.push(vulnerability);
    else result.allowed.push({ vulnerability, reason: allowance.reason, since: allowance.since });
  }
  const known = new Set([...found.values()].map(({ advisory }) => advisory));
  result.needless = allowances.map(({ advisory }) => advisory).filter((advisory) => !known.has(advisory));
  return result;
}

/** Why the registry did not answer, as npm tells it; without its address. */
export function refusalIn(output: string): string {
  const said = z.object({ message: z.string() }).safeParse(jsonIn(output));
  const [first = ''] = (said.success ? said.data.message : '').split('\n');
  return first.replaceAll(/\s*(?:-\s*)?(?:GET|POST)?\s*\w+:\/\/\S+/g, '').trim() || 'no answer';
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
