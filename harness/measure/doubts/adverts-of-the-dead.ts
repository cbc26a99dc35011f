import type { Recording } from '../../model.ts';
import { between, inOrder } from '../../stats/in-order.ts';

/** A death is noted at the earliest instant that it can have been at, ms. */
const knownToMs = 250;

/** A director that is dead or frozen sends no adverts. */
export function advertsOfTheDead({ run, series }: Recording): string[] {
  return run.topology.directors.flatMap(({ name, address }) => {
    const states = inOrder(series('node-state')).filter(({ node }) => node === name);
    return states.flatMap(({ at, value }, place) => {
      if (value.state === 'running') return [];
      const untilMs = states[place + 1]?.at ?? Number.POSITIVE_INFINITY;
      const sent = between(series('advert'), at + knownToMs, untilMs).find((one) => one.value.source === address);
      if (sent === undefined) return [];
      return [`${name} sent an advert ${((sent.at - at) / 1000).toFixed(3)} s after it was ${value.state}`];
    });
  });
}
