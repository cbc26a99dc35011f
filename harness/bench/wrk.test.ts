import { expect, test } from 'vitest';
import { parseWrk } from './wrk.ts';

/** As wrk 4.1.0 of Debian prints it. */
const report = `Running 4s test @ http://198.18.0.100:80/
  1 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.77ms    1.38ms  30.92ms   91.15%
    Req/Sec     2.68k   235.07     3.04k    75.00%
  10678 requests in 4.00s, 2.30MB read
Requests/sec:   2668.14
Transfer/sec:    588.85KB
`;

test('the rate is read', () => {
  expect(parseWrk(report)).toBe(2668.14);
});

test('a report of failed requests, or none at all, is an error', () => {
  expect(() =>
    parseWrk(report.replace('Requests/sec', '  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec')),
  ).toThrow('connect 0, read 3');
  expect(() => parseWrk(report.replace('Requests/sec', '  Non-2xx or 3xx responses: 5\nRequests/sec'))).toThrow(
    'responses: 5',
  );
  expect(() => parseWrk('unable to connect to 198.18.0.100:80')).toThrow('unable to connect');
});
