import type { HealthCheck, HttpCheck, Range, ServerFailure } from '../model.ts';
import { healthPage } from './health-page.ts';
import { neighbourFailureMs } from './neighbour-timing.ts';

/**
 * From a real server's failure to its removal (or weight 0), ms; null where the checker does not see such a failure.
 * D = delay loop, r = retries, b = delay before a retry, C = latency of a failing attempt (MEASURING 3.2):
 * `W + (r + 1) * C + r * b` with W uniform over 0..D, the time to the next attempt (`tcp_epilog`; `epilog` of
 * check_http.c). HTTP_GET asks for one URL per delay loop: as long as some do not see the failure, W is longer.
 * MISC_CHECK counts b from the start of the program: `W + r * max(b, C) + C` (`misc_check_child_thread`).
 * The time that a good check takes is not in it; it comes on top of D, and is a few milliseconds.
 */
export function removalMs(check: HealthCheck, failure: ServerFailure): Range | null {
  const attempt = failingAttemptMs(check, failure);
  if (attempt === null) return null;
  const { retries, delayBeforeRetryMs } = check;
  const attemptsMs = (attemptMs: number) =>
    check.type === 'MISC_CHECK'
      ? retries * Math.max(delayBeforeRetryMs, attemptMs) + attemptMs
      : (retries + 1) * attemptMs + retries * delayBeforeRetryMs;
  return { low: attemptsMs(attempt.low), high: longestWaitMs(check, failure) + attemptsMs(attempt.high) };
}

/**
 * From a real server's recovery to its return to the table, ms; 0 where the checker did not see it fail.
 * TCP_CHECK: 0..D, and C more when an attempt that fails is under way; there are no retries while it is down.
 * MISC_CHECK: the same, but the next program is started D after the last, or when that has ended.
 * HTTP_GET with n URLs: the failed URL must pass, asked for every max(D, b), then all of them again, one per delay loop,
 * the first after another one: n * D on top (`epilog` of check_http.c; MEASURING 3.2).
 */
export function returnMs(check: HealthCheck, failure: ServerFailure): Range {
  const attempt = failingAttemptMs(check, failure);
  if (attempt === null) return { low: 0, high: 0 };
  const { delayLoopMs } = check;
  if (check.type === 'MISC_CHECK') return { low: 0, high: Math.max(delayLoopMs, attempt.high) };
  if (check.type === 'TCP_CHECK') return { low: 0, high: delayLoopMs + attempt.high };
  const allUrlsMs = check.urls.length * delayLoopMs;
  return { low: allUrlsMs, high: allUrlsMs + Math.max(delayLoopMs, check.delayBeforeRetryMs) + attempt.high };
}

/** Latency of one failing attempt, ms (MEASURING 3.2, table); null: it does not fail. */
function failingAttemptMs(check: HealthCheck, failure: ServerFailure): Range | null {
  // The program has one timeout for everything, and keepalived ends it after misc_timeout.
  const timeoutMs =
    check.type === 'MISC_CHECK' ? Math.min(check.connectTimeoutMs, check.timeoutMs) : check.connectTimeoutMs;
  const atOnce = { low: 0, high: 0 };
  switch (failure) {
    case 'refused':
      return atOnce;
    case 'silent':
      return { low: timeoutMs, high: timeoutMs };
    case 'unreachable':
      // The kernel goes on sending to the neighbour it knows until that entry has expired, up to 53 s later (15..45 s
      // reachable, 5 s delay, 3 s of probes: arp(7)); only then do ARP requests fail. With TCP_CHECK, D = 6 s, r = 2,
      // b = 3 s and a connect_timeout of 10 s the removal was measured after 32.5 s, which C = 3 s cannot explain.
      return { low: Math.min(timeoutMs, neighbourFailureMs), high: timeoutMs };
    case 'hang':
      // The kernel of a server that hangs still accepts. HTTP_GET waits for the answer as long as for the connection.
      return check.type === 'TCP_CHECK' ? null : { low: timeoutMs, high: timeoutMs };
    case 'error-status':
      if (check.type === 'HTTP_GET') return check.urls.some((url) => sees(url, failure)) ? atOnce : null;
      return check.type === 'MISC_CHECK' ? atOnce : null;
    case 'wrong-content':
      return check.type === 'HTTP_GET' && check.urls.some((url) => sees(url, failure)) ? atOnce : null;
  }
}

type Url = HttpCheck['urls'][number];

function sees(url: Url, failure: ServerFailure): boolean {
  if (failure === 'wrong-content') return url.digest !== undefined && url.path === healthPage.path;
  return failure !== 'error-status' || url.statusCode !== 500;
}

/** The longest time from a failure to the next attempt that meets it, ms. */
function longestWaitMs(check: HealthCheck, failure: ServerFailure): number {
  if (check.type !== 'HTTP_GET') return check.delayLoopMs;
  const seeing = check.urls.flatMap((url, index) => (sees(url, failure) ? [index] : []));
  const gaps = seeing.map((index, place) => {
    const next = seeing[place + 1] ?? (seeing[0] ?? 0) + check.urls.length;
    return next - index;
  });
  return Math.max(...gaps) * check.delayLoopMs;
}
