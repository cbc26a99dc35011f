import type { Content } from '../content.ts';
import { formatMs, formatNumber } from '../format.ts';
import { html, type Section } from '../html.ts';
import { figure } from './figure.ts';

/** Failover time per trial against its prediction. */
export function failoverSection({ failoverTime, recording }: Content): Section {
  const { probe } = recording.run;
  const how = html`<p>Failover time by RFC 6414, time-stamp based method: from the last to the first unimpaired request around the fault, by
their due times. A fresh connection and one GET every ${formatNumber(probe.intervalMs)} ms; impaired is lost, or
answered later than ${formatMs(probe.delayThresholdMs)} after it was sent.</p>`;
  const caption =
    'Diamonds: measured, with the error bound as a bar where it is larger than the diamond. Boxes: predicted from the VRRP timers and the instant of the fault.';
  return {
    id: 'failover-time',
    title: 'Failover time',
    body: failoverTime === null ? html`<p>No trial was recorded.</p>` : html`${how}${figure(failoverTime, caption)}`,
  };
}
