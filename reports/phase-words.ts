import type { Phase, PhaseName } from '../harness/measure/failover-phases.ts';
import type { PhaseBar } from './charts/phase-bars.ts';
import { formatMs, formatNumber, formatRange } from './format.ts';

/** Phases as a legend names them. */
export const phaseWords: Record<PhaseName, string> = {
  running: 'timer already running',
  farewell: 'until priority 0 was sent',
  advert: 'advert lost',
  timer: 'timer',
  late: 'later than predicted',
  vip: 'VIP',
  garp: 'GARP',
  arp: 'client ARP',
  answer: 'first answer',
};

const ofProtocol: readonly PhaseName[] = ['farewell', 'advert', 'timer'];

/** Which part of the time since the fault the protocol itself asks for, 0..1; null without any, or where it is not told apart. */
export function protocolShare(phases: readonly Phase[]): number | null {
  const after = phases.filter(({ name }) => name !== 'running');
  const wholeMs = after.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const told = after.every(
    ({ name, holds }) =>
      holds.length === 0 || ofProtocol.includes(name) === holds.every((one) => ofProtocol.includes(one)),
  );
  if (wholeMs <= 0 || !told) return null;
  const own = after.filter(({ name }) => ofProtocol.includes(name));
  return own.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / wholeMs;
}

/** The same as the picture, for those who do not see it. */
export function phaseBarsInWords(bars: readonly PhaseBar[]): string {
  const each = bars.map(({ label, phases, remark, spreadMs }) => {
    const spans = phases
      .filter(({ fromMs, toMs }) => toMs > fromMs)
      .map(
        ({ name, fromMs, toMs, holds }) =>
          `${[...holds, name].map((one) => phaseWords[one]).join(' and ')} ${formatMs(toMs - fromMs)}`,
      );
    const spread = spreadMs === null ? '' : `, ends ${formatRange('ms', spreadMs, ' to ')} after the fault`;
    return `${label}: ${[...spans, ...(remark === null ? [] : [remark])].join(', ')}${spread}`;
  });
  const shares = bars.flatMap((bar) => protocolShare(bar.phases) ?? []);
  const percent = [...new Set([Math.min(...shares), Math.max(...shares)].map((one) => formatNumber(one * 100)))];
  const share =
    shares.length === 0
      ? ''
      : ` The protocol waits for ${percent.join(' to ')} % of the time from fault to first answer.`;
  return `Phases of each failover, from the fault to the first answer.${share} ${each.join('; ')}.`;
}
