import type { Check } from './check.ts';
import { concernsOutages, judgeOutageErrors } from './outage-error.ts';

/** The packet-loss based method (RFC 6414 3.6.2), against outages of known length. */
export const check: Check = {
  name: 'outage-by-loss',
  summary: 'Outages of known length are measured right by the number of impaired requests.',
  concerns: concernsOutages,
  judge: (input) => judgeOutageErrors(input, { check: 'outage-by-loss', method: 'loss' }),
};
