import type { Check } from './check.ts';
import { concernsOutages, judgeOutageErrors } from './outage-error.ts';

/** The time-stamp based method (RFC 6414 3.6.3), which is the headline of every report, against outages of known length. */
export const check: Check = {
  name: 'outage-by-stamps',
  summary: 'Outages of known length are measured right by the last and the first good answer.',
  concerns: concernsOutages,
  judge: (input) => judgeOutageErrors(input, { check: 'outage-by-stamps', method: 'time-stamp' }),
};
