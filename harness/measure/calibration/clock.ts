import type { Calibration, KernelMs, Recording } from '../../model.ts';
import { median } from '../../stats/quantiles.ts';

/** A connection's first packet is captured within this of the prober's own stamp of it, or else it is another's, ms. */
const samePacketMs = 1000;

/**
 * The prober's stamp of each request's first packet minus the capture's of the same packet, ms: found by address and port.
 * The first packet counts; a request whose packet was sent a second time is no other request.
 */
export function clockDifferencesMs(recording: Recording): number[] {
  const captured = new Map<string, KernelMs[]>();
  for (const { at, value } of recording.series('syn')) {
    const key = `${value.source}:${value.sourcePort} ${value.service}`;
    captured.set(key, [...(captured.get(key) ?? []), at]);
  }
  return [...recording.series('request')].flatMap(({ at, value }) => {
    if (value.sourcePort === undefined) return [];
    const sentMs = at + value.lateMs;
    const [first] = (captured.get(`${value.source}:${value.sourcePort} ${value.service}`) ?? [])
      .filter((one) => Math.abs(one - sentMs) < samePacketMs)
      .sort((a, b) => a - b);
    return first === undefined ? [] : [sentMs - first];
  });
}

/** The two clocks of runs that captured the prober's packets, against each other; null where none did. */
export function clockOf(...recordings: readonly Recording[]): Calibration['clock'] {
  const differences = recordings.flatMap(clockDifferencesMs);
  const medianMs = median(differences);
  if (medianMs === null) return null;
  return {
    packets: differences.length,
    medianMs,
    worstMs: differences.reduce((worst, one) => Math.max(worst, Math.abs(one)), 0),
  };
}
