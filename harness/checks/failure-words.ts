import type { HealthCheck, ServerFailure, Topology } from '../model.ts';

/** A failure as an operator names it, to follow "does not see". */
export function failureWords(failure: ServerFailure): string {
  return {
    refused: 'a closed port',
    silent: 'a host that drops packets',
    unreachable: 'a host without its link',
    hang: 'a hang',
    'error-status': 'a 500',
    'wrong-content': 'wrong content',
  }[failure];
}

/** A checker with what it looks at: `TCP_CHECK`, `HTTP_GET (status)`, `HTTP_GET (digest)`. */
export function checkerWords(check: HealthCheck): string {
  if (check.type !== 'HTTP_GET') return check.type;
  return check.urls.some(({ digest }) => digest !== undefined) ? 'HTTP_GET (digest)' : 'HTTP_GET (status)';
}

/** Some of a topology's real servers, in a sentence: `real-server-2`, or `all 3 real servers`. */
export function serversWords({ realServers }: Pick<Topology, 'realServers'>, names: readonly string[]): string {
  const all = realServers.every(({ name }) => names.includes(name));
  return all && names.length > 1 ? `all ${names.length} real servers` : list(names);
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nothing';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** A share as a whole percentage, or a tenth of one below ten. */
export function inPercent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;
}

/** `20 to 47 %`, or one number where both ends read the same. */
export function rangeInPercent({ low, high }: { low: number; high: number }): string {
  const [from, to] = [inPercent(low), inPercent(high)];
  return from === to ? from : `${from.replace(' %', '')} to ${to}`;
}
