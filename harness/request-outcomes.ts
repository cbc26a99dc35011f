import type { RequestOutcome } from './model.ts';

// A record, so that an outcome added to the model does not compile until it stands here.
const every: Record<RequestOutcome, true> = {
  ok: true,
  refused: true,
  reset: true,
  unreachable: true,
  'connect-timeout': true,
  'response-timeout': true,
  'wrong-answer': true,
};

/** All that can become of a request, `ok` first. */
export const requestOutcomes = Object.keys(every) as RequestOutcome[];
