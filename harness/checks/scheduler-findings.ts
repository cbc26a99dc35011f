import { slots } from '../ipvs/schedulers/hash-table.ts';
import { tableShares } from '../ipvs/schedulers/table-shares.ts';
import type { Balancing } from '../measure/balance.ts';
import { sizeOf } from '../measure/request-share.ts';
import { scheduledService, schedulerName } from '../measure/scheduled.ts';
import type { Range, Topology } from '../model.ts';
import { maxRelativeDeviation, totalVariation } from '../stats/evenness.ts';
import { median } from '../stats/quantiles.ts';
import type { Finding } from './by-fault.ts';
import { percent, percents, sharesOf, sum } from './share-words.ts';
import { count } from './words.ts';

/** What a trial shows of something that the scheduler does; null: nothing is predicted of it here. */
export type Finder = (balancing: Balancing, topology: Topology) => Finding | null;

/** Of two that are to be told apart, percentage points. */
const noticeablePercentagePoints = 5;
/** How far from round robin lc and wlc may be and still be nearly that, percent of a real server's part. */
const nearlyPercent = 10;

/** They count active connections only, and when one comes at a time nobody has any (`ip_vs_sed.c`, `ip_vs_nq.c`). */
export function oneServer(balancing: Balancing): Finding {
  const { servers, counts } = balancing;
  const most = Math.max(...counts);
  const place = counts.indexOf(most);
  const share = percent(most, sum(counts));
  const all = { low: 100, high: 100 };
  const name = schedulerName(balancing.service);
  const part = percent(servers[place]?.weight ?? 0, sum(servers.map(({ weight }) => weight)));
  const how = share === 100 ? 'all' : `${share.toFixed(1)} %`;
  const text = `${name} sends ${how} of ${count(sum(counts), 'connection')} that come one at a time to ${servers[place]?.name}, whose weight is ${part.toFixed(0)} % of all`;
  return {
    verdict: share === 100 ? 'pass' : 'fail',
    text: share === 100 ? text : `${text}; that it were all was predicted`,
    value: share,
    predicted: all,
    limit: all,
    bound: 0,
  };
}

/**
 * An open connection counts as much as 256 closed ones, and these for two minutes (`ip_vs_dest_conn_overhead`): as long as
 * none is open when the next one comes, what is evened out is how many each has had. Several at a time go by who is free,
 * until there have been thousands. Which of the two it is to be is told by the replay, and where several come at a time only
 * as far as their order leaves no choice.
 */
export function asByTurns({ service, trial, servers, counts, expected, bounds }: Balancing): Finding | null {
  if (expected === null) return null;
  const weighted = service.scheduler === 'wlc';
  const sizes = servers.map((server) => sizeOf(service, server));
  const wanted = sizes.map((size) => size / sum(sizes));
  const off = maxRelativeDeviation(sharesOf(counts), wanted) * 100;
  const replayedOff = maxRelativeDeviation(sharesOf(expected), wanted) * 100;
  const { concurrency } = trial.balance;
  const predicted =
    concurrency > 1 && bounds !== null
      ? possibleDeviation(bounds, wanted, sum(counts))
      : { low: replayedOff, high: replayedOff };
  const isNear = replayedOff <= nearlyPercent;
  const isOpen = predicted.low <= nearlyPercent && predicted.high > nearlyPercent;
  const seen = off <= nearlyPercent === isNear;
  const turns = weighted ? 'wrr' : 'rr';
  const how = concurrency > 1 ? `, ${concurrency} at a time,` : '';
  const why = off <= nearlyPercent ? '' : ': one that is open counts as much as 256 that are closed';
  const text = `${service.scheduler} shares ${count(sum(counts), 'short connection')}${how} ${counts.join(' : ')}, up to ${off.toFixed(1)} % from what ${turns} would give (${deviationWords(predicted)} % predicted)${why}`;
  const limit = isNear && !isOpen ? { low: 0, high: nearlyPercent } : null;
  const numbers = { value: off, predicted, limit, bound: 0 };
  if (seen) return { verdict: 'pass', text, ...numbers };
  return isOpen
    ? {
        verdict: 'unknown',
        text: `${text}; what was under way at once leaves open whether it is to be nearly that`,
        ...numbers,
      }
    : { verdict: 'fail', text, ...numbers };
}

/** Between which deviations from wanted shares counts within bounds can lie, percent. */
function possibleDeviation(bounds: readonly Range[], wanted: readonly number[], total: number): Range {
  const each = bounds.map(({ low, high }, index) => {
    const even = (wanted[index] ?? 0) * total;
    if (even === 0) return { low: 0, high: 0 };
    const nearest = Math.min(high, Math.max(low, even));
    const farthest = Math.max(Math.abs(low - even), Math.abs(high - even));
    return { low: percent(Math.abs(nearest - even), even), high: percent(farthest, even) };
  });
  return { low: Math.max(...each.map(({ low }) => low)), high: Math.max(...each.map(({ high }) => high)) };
}

function deviationWords({ low, high }: Range): string {
  return low === high ? low.toFixed(1) : `${low.toFixed(1)} to ${high.toFixed(1)}`;
}

/** Of its part, a late real server gets at most so much of a scheduler that spares it, and at least so much of one that does not. */
const spared = 0.8;
const unspared = 0.95;
/** Of what a real server was to be late by, it must have been later than the others. */
const lateEnough = 0.8;

/**
 * Connections that are still open keep others away only where they are counted, and only as long as the closed ones are few
 * beside them; to take turns is to wait for nobody. Which of the two it is to be is told by the replay.
 */
export function lateServer(balancing: Balancing): Finding | null {
  const { service, servers, counts, connections, expected } = balancing;
  const [late] = servers;
  if (late === undefined || late.weight === 0 || expected === null) return null;
  const sizes = servers.map((server) => sizeOf(service, server));
  const part = percent(sizes[0] ?? 0, sum(sizes));
  const share = percent(counts[0] ?? 0, connections);
  const wanted = percent(expected[0] ?? 0, connections);
  const isSpared = (one: number) => (one <= part * spared ? true : one >= part * unspared ? false : null);
  const [seen, predicted] = [isSpared(share), isSpared(wanted)];
  if (predicted === null) return null;
  const doubt = doubtOfLateness(balancing);
  if (doubt !== null) return { verdict: 'unknown', text: `That ${late.name} answers late is not shown: ${doubt}` };
  const does = seen === null ? 'hardly spares' : seen ? 'spares' : 'does not spare';
  const text = `${schedulerName(service)} ${does} ${late.name}, which answers late: ${share.toFixed(1)} % of ${count(connections, 'connection')}, ${part.toFixed(1)} % is its part`;
  const limit = predicted ? { low: 0, high: part * spared } : { low: part * unspared, high: 100 };
  return {
    verdict: seen === predicted ? 'pass' : 'fail',
    text: seen === predicted ? text : `${text}; the opposite was predicted`,
    value: share,
    predicted: { low: wanted, high: wanted },
    limit,
    bound: 0,
  };
}

/** Why the client's own view does not show that the first real server answers late; null when it does. */
function doubtOfLateness({ trial, latenciesMs }: Balancing): string | null {
  const { slowByMs } = trial.balance;
  if (slowByMs === undefined) return 'nothing is recorded of by how much it was to';
  const own = median(latenciesMs[0] ?? []);
  const usual = median(latenciesMs.slice(1).flat());
  if (own === null || usual === null) return `${own === null ? 'it' : 'no other'} answered nothing`;
  if (own - usual >= lateEnough * slowByMs) return null;
  return `its median answer took ${own.toFixed(1)} ms, the others’ ${usual.toFixed(1)} ms, and it was to be ${slowByMs} ms later`;
}

/** A weight of 0 still takes a slot in every round of the table (`ip_vs_sh_reassign`), and its clients are refused. */
export function refusesZero({ service, trial, connections, refused, boundsRefused }: Balancing): Finding | null {
  const zero = trial.list.filter(({ weight }) => weight === 0).map(({ realServer }) => realServer);
  if (service.schedulerFlags?.includes('sh-fallback') === true || boundsRefused === null) return null;
  const range = {
    low: percent(boundsRefused.low, connections),
    high: percent(boundsRefused.high, connections),
  };
  const share = percent(refused, connections);
  const text = `sh refuses ${share.toFixed(1)} % of ${count(connections, 'connection')}, ${range.high.toFixed(1)} % predicted: ${zero.join(', ')} with weight 0 keeps its slots, and sh-fallback is not set`;
  const seen = share >= range.low && share <= range.high && share > 0;
  return { verdict: seen ? 'pass' : 'fail', text, value: share, predicted: range, limit: range, bound: 0 };
}

/** Weights are not reduced, and there are 256 slots: the last round may end with anybody (`ip_vs_sh_reassign`). */
export function losesProportion({ service, trial, servers, counts }: Balancing, topology: Topology): Finding | null {
  const weights = sharesOf(servers.map(({ weight }) => weight));
  const { shares: sharesOfTable } = tableShares(scheduledService(topology, service), trial.list);
  const table = servers.map(({ name }) => sharesOfTable[name] ?? 0);
  const predicted = Math.max(...table.map((share, index) => Math.abs(share - (weights[index] ?? 0)))) * 100;
  if (predicted < noticeablePercentagePoints) return null;
  const shares = sharesOf(counts);
  const seen = Math.max(...shares.map((share, index) => Math.abs(share - (weights[index] ?? 0)))) * 100;
  // Clients are a sample of the table's slots: whose shares are theirs?
  const byTable = totalVariation(shares, table) < totalVariation(shares, weights);
  const text = `sh gives ${percents(shares, 0)} of the clients where the weights ask for ${percents(weights, 0)}: its ${slots} slots are shared ${percents(table, 0)}`;
  const numbers = { value: seen, predicted: { low: predicted, high: predicted }, limit: null, bound: null };
  return byTable
    ? { verdict: 'pass', text, ...numbers }
    : { verdict: 'fail', text: `${text}, which the clients contradict`, ...numbers };
}

/** One decision for each connection, whatever is asked on it: httpd's logs tell where the requests went. */
export function keptConnections({ service, servers, counts, trial }: Balancing): Finding {
  const { loggedRequests, balance } = trial;
  if (loggedRequests === null) return { verdict: 'unknown', text: 'The access logs were not read' };
  const requests = servers.map(({ name }) => loggedRequests[name] ?? 0);
  const wanted = counts.map((connections) => connections * balance.requestsPerConnection);
  const off = totalVariation(sharesOf(requests), sharesOf(wanted)) * 100;
  const numbers = { value: off, predicted: { low: 0, high: 0 }, limit: { low: 0, high: 0 }, bound: 0 };
  const weights = percents(sharesOf(servers.map(({ weight }) => weight)), 0);
  const text = `${schedulerName(service)} decided ${sum(counts)} times for ${count(sum(requests), 'request')}, which went ${percents(sharesOf(requests), 0)}; the weights are ${weights}`;
  const follows = requests.every((count, index) => count === wanted[index]) && sum(requests) > sum(counts);
  return follows
    ? { verdict: 'pass', text, ...numbers }
    : {
        verdict: 'fail',
        text: `${text}; ${wanted.join(' : ')} requests were predicted from the connections`,
        ...numbers,
      };
}
