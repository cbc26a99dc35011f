import type { LinkPlace } from '../measure/link-model.ts';
import type { ShapedLoad } from '../measure/shaped-load.ts';

/** Requests that may fail on a network that is sound: RFC 9411 7.1.3.4. */
export const failedShareLimit = 0.00001;

/** A small share in percent, with as many decimals as it takes to see it: `0.001 %`. */
export function shareWords(share: number): string {
  return share === 0 ? '0 %' : `${Number((100 * share).toPrecision(2))} %`;
}

/** With fewer rounds the interval of a median is its extremes, and covers less than 95 % (`bootstrap`). */
const fewestForInterval = 6;

/** What an interval of medians over so many rounds each is. */
export function intervalName(rounds: readonly number[]): string {
  const extremes = 'smallest to largest round';
  const interval = 'nominal 95 % bootstrap interval';
  if (rounds.every((one) => one < fewestForInterval)) return extremes;
  if (rounds.every((one) => one >= fewestForInterval)) return interval;
  return `${interval}, or with fewer than ${fewestForInterval} rounds ${extremes}`;
}

/** A share in percent, to a tenth: `93.4 %`. */
export function inTenths(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Whose link, and which direction of it: `the director's link (sending)`. */
export function linkWords({ place, direction }: { place: LinkPlace; direction: 'received' | 'sent' }): string {
  const whose = {
    director: "the director's link",
    'director-inside': "the director's inside link",
    'real-servers': "the real servers' links",
  }[place];
  return `${whose} (${direction === 'received' ? 'receiving' : 'sending'})`;
}

/** The link that was predicted to be full first. */
export function bottleneckWords({ predicted }: Pick<ShapedLoad, 'predicted'>): string {
  const [first, second] = predicted.links;
  if (first === undefined) return 'no link';
  return second === undefined ? linkWords(first) : linkWords(first).replace(/ \(.*/, '');
}
