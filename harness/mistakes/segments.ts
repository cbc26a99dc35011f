import { headersBytes, linkMtuBytes } from '../ipvs/path-mtu.ts';
import type { Topology } from '../model.ts';
import { wholeNumber } from './limits.ts';

/** Every host takes packets of so many bytes (RFC 791 3.1), 40 of them without a payload (RFC 9293 3.7.1). */
const leastMtuBytes = 576;

/** What is wrong with the limits to the size of segments and packets. */
export function segmentMistakes({ realServerAdvmss, clientRouteMtu }: Topology): string[] {
  const [low, high] = [leastMtuBytes, linkMtuBytes];
  return [
    ...(realServerAdvmss === undefined
      ? []
      : wholeNumber('realServerAdvmss', realServerAdvmss, low - headersBytes, high - headersBytes)),
    ...(clientRouteMtu === undefined ? [] : wholeNumber('clientRouteMtu', clientRouteMtu, low, high)),
  ];
}
