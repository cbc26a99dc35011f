import type { Observation, Recording } from '../../model.ts';
import { inOrder } from '../../stats/in-order.ts';

/** Due times are rounded to a microsecond, and so is the first, from which the others are counted, ms. */
const roundingMs = 0.01;

/** So many requests show every service with every source address, several times over. */
const telling = 10_000;

/**
 * The open-loop prober sends request k at `start + k * interval`, each service and each source address in its turn, and
 * each leaves one observation whatever becomes of it, but for those still open when it is told to stop. So what is
 * missing, twice there, or at another instant than it was, shows.
 */
export function requestSchedule({ run, series }: Recording): string[] {
  const { intervalMs, deadlineMs } = run.probe;
  const requests = inOrder(series('request'));
  const [first, last] = [requests[0], requests.at(-1)];
  if (first === undefined || last === undefined) return [];
  const openFromMs = last.at - deadlineMs - intervalMs;
  const turns = turnsOf(requests.slice(0, telling));
  const found = { missing: 0, twice: 0, aside: 0, outOfTurn: 0 };
  const order = new Map<number, string>();
  let number = -1;
  const { length } = requests;
  for (let index = 0; index < length; index += 1) {
    const { at, value } = requests[index] ?? last;
    const place = (at - first.at) / intervalMs;
    const next = Math.round(place);
    if (Math.abs(place - next) * intervalMs > roundingMs) found.aside += 1;
    else if (next === number) found.twice += 1;
    else if (at < openFromMs) found.missing += next - number - 1;
    number = next;
    const who = `${value.service} ${value.source}`;
    const due = order.get(next % turns);
    if (due === undefined) order.set(next % turns, who);
    else if (due !== who) found.outOfTurn += 1;
  }
  const of = `of ${requests.length} requests`;
  const doubt = (count: number, text: string): string[] => (count === 0 ? [] : [text]);
  return [
    ...doubt(found.missing, `${found.missing} requests that were due are missing beside ${requests.length} others`),
    ...doubt(found.twice, `${found.twice} ${of} were due when another was`),
    ...doubt(
      found.aside,
      `${found.aside} ${of} were due at an instant that is no multiple of ${intervalMs} ms after the first`,
    ),
    ...doubt(
      found.outOfTurn,
      `${found.outOfTurn} ${of} were sent to another service or from another address than their turn was`,
    ),
  ];
}

/** After how many requests services and source addresses come in the same order again. */
function turnsOf(requests: readonly Observation<'request'>[]): number {
  const sources = new Map<string, Set<string>>();
  for (const { value } of requests) {
    const known = sources.get(value.service);
    if (known === undefined) sources.set(value.service, new Set([value.source]));
    else known.add(value.source);
  }
  return Math.max(1, sources.size) * [...sources.values()].reduce((all, { size }) => leastCommonMultiple(all, size), 1);
}

function leastCommonMultiple(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return (a / large) * b;
}
