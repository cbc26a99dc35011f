import { type BalanceOptions, balanceRecording, inTurn } from '../../measure/synthetic-balance.ts';
import { type DisruptionOptions, disruptionRecording } from '../../measure/synthetic-disruption.ts';
import { type LoadOptions, loadedRecording } from '../../measure/synthetic-loads.ts';
import type { LoadTrial } from '../../model.ts';
import { type CheckCase, when } from './case.ts';

const astray: BalanceOptions['choose'] = (turn) => (turn.connection === 13 ? 'real-server-1' : inTurn(turn));
const broken: BalanceOptions = { trial: { error: 'the client ended' } };
const sed = (options: BalanceOptions) =>
  balanceRecording({ services: [{ scheduler: 'sed', weights: [2, 1, 1, 1] }], ...options });
const hashed = (options: DisruptionOptions = {}) =>
  disruptionRecording({ services: [{ scheduler: 'mh' }], ...options });

const shaped = (options: LoadOptions = {}) =>
  loadedRecording({
    comparison: { responseBytes: [1024], connectionUses: ['fresh'], linkBitsPerSecond: 4_000_000 },
    realServers: 10,
    ...options,
  });
/** So many times as many requests through a path. */
const times = (path: LoadTrial['path'], factor: number): LoadOptions => ({
  change: (trial) => {
    const { throughput } = trial;
    if (trial.path !== path || throughput === null) return trial;
    return { ...trial, throughput: { ...throughput, requestsPerSecond: throughput.requestsPerSecond * factor } };
  },
});
const idle: LoadOptions = { change: (trial) => ({ ...trial, countedMs: 15_000 }) };
/** The client sent half of what was forwarded for it. */
const flooded: LoadOptions = {
  change: (trial) => ({
    ...trial,
    links: trial.links.map((link) => (link.node === 'client-1' ? { ...link, sentBytes: link.sentBytes / 2 } : link)),
  }),
};

/** Whom schedulers choose, and what paths carry. */
export const cases: CheckCase[] = [
  when('balance-sequence', 'pass', 'each connection goes where rr sends it', () => balanceRecording()),
  when('balance-sequence', 'fail', 'one connection goes elsewhere', () => balanceRecording({ choose: astray })),
  when('balance-sequence', 'unknown', 'the trial broke off', () => balanceRecording(broken)),
  when('balance-share', 'pass', 'shares are as predicted', () => balanceRecording()),
  when('balance-share', 'fail', 'one real server got one connection too many', () =>
    balanceRecording({ choose: astray }),
  ),
  when('balance-share', 'unknown', 'there are too few connections', () =>
    balanceRecording({ balance: { connections: 19 } }),
  ),
  when('balance-findings', 'pass', 'sed sends one at a time to one real server', () =>
    sed({ choose: () => 'real-server-1' }),
  ),
  when('balance-findings', 'fail', 'sed sends one at a time to all in turn', () => sed({ choose: inTurn })),
  when('balance-findings', 'unknown', 'the trial broke off', () => sed(broken)),
  when('counts-reconcile', 'pass', 'client, IPVS and httpd count the same', () => balanceRecording()),
  when('counts-reconcile', 'fail', 'the counters of IPVS were reset', () =>
    balanceRecording({
      trial: { kernelConnections: { 'real-server-1': 0, 'real-server-2': 0, 'real-server-3': 0, 'real-server-4': 0 } },
    }),
  ),
  when('counts-reconcile', 'unknown', 'the access logs were not read', () =>
    balanceRecording({ trial: { loggedRequests: null } }),
  ),
  when('disruption', 'pass', 'each client is where the table puts it', () => hashed()),
  when('disruption', 'fail', 'one client is elsewhere', () =>
    hashed({
      choose: ({ stage, source, expected }) =>
        stage === 'under' && source === '198.18.1.7' ? 'real-server-9' : expected,
    }),
  ),
  when('disruption', 'unknown', 'the kernel’s list was not read', () => hashed({ trial: { lists: [] } })),
  when('forwarding-ratio', 'pass', 'NAT carries less than the direct path', () => loadedRecording()),
  when('forwarding-ratio', 'fail', 'NAT carries more than the direct path', () => loadedRecording(times('NAT', 1.4))),
  when('forwarding-ratio', 'unknown', 'there are three rounds', () => loadedRecording({ rounds: 3 })),
  when('forwarding-capacity', 'pass', 'the predicted link is full', () => shaped()),
  when('forwarding-capacity', 'fail', 'more crossed the links than the client sent', () => shaped(flooded)),
  when('forwarding-capacity', 'unknown', 'no link was full', () => shaped(idle)),
  when('link-gain', 'pass', 'direct routing carries as many times what NAT carries as predicted', () => shaped()),
  when('link-gain', 'fail', 'direct routing carries 15 % less than that', () => shaped(times('DR', 0.85))),
  when('link-gain', 'unknown', 'no link was full', () => shaped(idle)),
];
