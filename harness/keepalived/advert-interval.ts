import type { VrrpInstance } from '../model.ts';

/** What the timers of a VRRP instance depend on: the configured interval, which keepalived rounds before it uses it. */
export type VrrpTiming = Pick<VrrpInstance, 'version' | 'advertIntervalMs'>;

/** Steps and bounds of the field in the packet, ms: whole seconds in one octet, hundredths in twelve bits. */
const fields = { 2: { stepMs: 1000, mostMs: 255_000 }, 3: { stepMs: 10, mostMs: 40_950 } };

/**
 * The advertisement interval that keepalived really uses for a configured one, ms: rounded half up to what the packet of
 * that version can carry, at least one step of it (`vrrp_complete_instance`, keepalived 2.3.3). `advert_int 0.4` becomes
 * 1 s with version 2.
 */
export function usedAdvertIntervalMs({ version, advertIntervalMs }: VrrpTiming): number {
  const { stepMs, mostMs } = fields[version];
  const rounded = Math.floor(advertIntervalMs / stepMs + 0.5) * stepMs;
  return Math.min(mostMs, Math.max(stepMs, rounded));
}
