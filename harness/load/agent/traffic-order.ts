import type { Balance, Traffic, TrialStage } from '../../model.ts';
import { address, addresses, type Field, integer, number, oneOf } from './options.ts';
import type { TrafficOrder } from './protocol.ts';

const traffics: Traffic[] = ['sequential', 'concurrent', 'held', 'slow-server', 'keep-alive'];
const stages: TrialStage[] = ['before', 'under', 'after'];

const balanceFields: { [K in keyof Required<TrafficOrder['balance']>]: Field<Balance[K]> } = {
  traffic: oneOf(...traffics),
  connections: integer(1, 10_000),
  concurrency: integer(1, 500),
  requestsPerConnection: integer(1, 10_000),
};

const port = integer(1, 65_535);
const natural = integer(0, Number.MAX_SAFE_INTEGER);
const deadline = number(10, 60_000);
const limit = number(1000, 600_000);
const stageField = oneOf(...stages);

/** Reads one line of `traffic`'s standard input. Throws an `Error` that says what the first wrong field must be. */
export function readTrafficOrder(line: string): TrafficOrder {
  const given = (JSON.parse(line) ?? {}) as { [name: string]: unknown };
  const balance = (given.balance ?? {}) as { [name: string]: unknown };
  const service = (given.service ?? {}) as { [name: string]: unknown };
  const want = <T>(field: Field<T>, name: string, value: unknown): Exclude<T, undefined> => {
    if (field.accepts(value)) return value;
    throw new Error(`expected \`${name}\` to be ${field.expected}, got ${JSON.stringify(value) ?? 'nothing'}`);
  };
  return {
    order: want(natural, 'order', given.order),
    trial: want(natural, 'trial', given.trial),
    ...(given.stage === undefined ? {} : { stage: want(stageField, 'stage', given.stage) }),
    service: { vip: want(address, 'vip', service.vip), port: want(port, 'port', service.port) },
    sources: want(addresses, 'sources', given.sources),
    balance: {
      traffic: want(balanceFields.traffic, 'traffic', balance.traffic),
      connections: want(balanceFields.connections, 'connections', balance.connections),
      concurrency: want(balanceFields.concurrency, 'concurrency', balance.concurrency),
      requestsPerConnection: want(
        balanceFields.requestsPerConnection,
        'requestsPerConnection',
        balance.requestsPerConnection,
      ),
    },
    deadlineMs: want(deadline, 'deadlineMs', given.deadlineMs),
    limitMs: want(limit, 'limitMs', given.limitMs),
  };
}
