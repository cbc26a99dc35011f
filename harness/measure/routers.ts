import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { Director, KernelMs, Observation, Recording } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { once } from '../stats/once.ts';

/** A router that has sent an advert of the run's virtual router. */
export interface Router {
  /** Of the director or the stranger; its address where the topology has no name for it. */
  name: string;
  address: string;
  /** It is one of the cluster's own directors. */
  own: boolean;
}

/** Adverts of the virtual router by whomever, and of the own directors under whatever id they were given; by capture time. */
export const advertsOfRouters = once((recording: Recording): readonly Observation<'advert'>[] => {
  const { vrrp, directors } = recording.run.topology;
  const ids = new Map(directors.map(({ address, virtualRouterId }) => [address, virtualRouterId]));
  return inOrder(recording.series('advert')).filter(
    ({ value }) => value.virtualRouterId === (ids.get(value.source) ?? vrrp.virtualRouterId),
  );
});

/** The senders of these adverts, in the order in which they first spoke. */
export function routersOf({ run }: Recording, adverts: readonly Observation<'advert'>[]): Router[] {
  const { directors, strangers = [] } = run.topology;
  return [...new Set(adverts.map(({ value }) => value.source))].map((address) => {
    const director = directors.find((one) => one.address === address);
    const stranger = strangers.find((one) => one.address === address);
    return { name: director?.name ?? stranger?.name ?? address, address, own: director !== undefined };
  });
}

/** An advert of the master so long ago says nothing of who is master now, intervals. */
const rememberedIntervals = 3;

/** The director whose advert was the last before that instant; null when none was recorded in the three intervals before. */
export function masterBefore(recording: Recording, atMs: KernelMs): Director | null {
  const { topology } = recording.run;
  const sinceMs = atMs - rememberedIntervals * usedAdvertIntervalMs(topology.vrrp);
  const last = advertsOfRouters(recording).findLast(
    ({ at, value }) =>
      at < atMs &&
      at >= sinceMs &&
      value.priority > 0 &&
      topology.directors.some((director) => director.address === value.source),
  );
  return topology.directors.find(({ address }) => address === last?.value.source) ?? null;
}
