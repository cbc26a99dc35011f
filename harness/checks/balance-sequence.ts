import type { Balancing } from '../measure/balance.ts';
import type { Decisions } from '../measure/balance-prediction.ts';
import { schedulerName } from '../measure/scheduled.ts';
import type { Finding } from './by-fault.ts';
import { judgeByService } from './by-service.ts';
import type { Check } from './check.ts';
import { hasBalance } from './counts-reconcile.ts';
import { count, receiver } from './words.ts';

/**
 * Connection by connection, whether the scheduler chose as its algorithm does from what it could see: the kernel's list with
 * its weights, its own earlier choices, the connections that were open. Where the order of events is too close to call,
 * every choice passes that any order allows.
 */
export const check: Check = {
  name: 'balance-sequence',
  summary: 'Each connection gets the real server that the algorithm of the scheduler gives it.',
  concerns: hasBalance,
  judge: ({ recording }) =>
    judgeByService(recording, {
      check: 'balance-sequence',
      unit: 'mismatches',
      ofEvery: true,
      find: (balancing) => (balancing.decisions === null ? null : find(balancing, balancing.decisions)),
    }),
};

const none = { low: 0, high: 0 };

/** Where neither is reached, the order of events is open in so many ways that a wrong scheduler might pass. */
const enoughCertain = 0.1;
const enoughReplayed = 0.9;

function find({ service, statement }: Balancing, { compared, certain, wrong, replayed }: Decisions): Finding {
  const name = schedulerName(service);
  const numbers = { value: wrong.length, predicted: none, limit: none, bound: 0 };
  const [first] = wrong;
  if (first !== undefined) {
    const got = receiver(first.got);
    const wanted = first.expected.map(receiver).join(' or ');
    const text = `${wrong.length} of ${count(compared, 'connection')} did not go where ${name} sends them; the first, connection ${first.connection}, got ${got}, ${wanted} predicted`;
    return { verdict: 'fail', text, ...numbers };
  }
  if (compared === 0) return { verdict: 'unknown', text: 'No connection came to its end' };
  if (replayed === compared) {
    const by = statement === 'mapping' ? `${name} gives its client` : `is next by ${name}`;
    return {
      verdict: 'pass',
      text: `Each of ${count(compared, 'connection')} got the real server that ${by}`,
      ...numbers,
    };
  }
  const words = `${replayed} of ${count(compared, 'connection')} got the real server that ${name} gives them in the order of their instants, ${certain} could have no other one`;
  if (certain < enoughCertain * compared && replayed < enoughReplayed * compared)
    return { verdict: 'unknown', text: `Only ${words}: too much was under way at once`, ...numbers };
  return { verdict: 'pass', text: `${words}, and all others one that it can have chosen`, ...numbers };
}
