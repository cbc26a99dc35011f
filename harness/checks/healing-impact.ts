import { answersThroughDirector } from '../inside.ts';
import { type HealingImpact, healingImpactOf } from '../measure/healing-impact.ts';
import { lateToleranceMs } from '../measure/predictions.ts';
import type { FaultFacts, Judgement } from '../model.ts';
import { doubtOf, type Finding } from './by-fault.ts';
import { judgeByFaultAndService, type ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * The end of a split brain can be worse than the split brain: with NAT, clients and real servers that go on sending to
 * the loser are served by nobody, for most of a minute. `owner-known` tells why; this is what clients feel.
 */
export const check: Check = {
  name: 'healing-impact',
  summary: 'Once a split brain is healed clients lose nothing, or for as long as stale neighbour entries explain.',
  concerns: ({ faults }) => faults.some(deafens),
  judge: (input) =>
    judgeByFaultAndService(input, {
      check: 'healing-impact',
      unit: 'ms',
      concerns: deafens,
      find,
      passHeadline,
    }),
};

function deafens({ hearing }: FaultFacts): boolean {
  return hearing !== undefined;
}

function find(judged: ServiceTrial): Finding {
  const { recording, trial, service } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const impact = healingImpactOf(recording, trial, service);
  const fromMs = trial.restored?.earliestMs ?? trial.healedAtMs;
  if (impact === null || fromMs === null) return { verdict: 'unknown', text: 'nothing says when it was healed' };
  const { requests, lost, outageMs, over, boundMs, predicted } = impact;
  if (requests === 0) return { verdict: 'unknown', text: 'no request was recorded after healing' };
  const limit = {
    low: Math.max(0, predicted.low - boundMs - lateToleranceMs),
    high: predicted.high + boundMs + lateToleranceMs,
  };
  const numbers = { value: outageMs, predicted, limit, bound: boundMs };
  const toll = `${lost} of ${count(requests, 'request')} after healing were lost${staleWords(impact, judged)}`;
  const text = `${toll}; for ${inSeconds(outageMs)}${over ? '' : ' and longer'} not all were answered, ${rangeInSeconds(predicted)} predicted`;
  if (!over && outageMs <= limit.high) return { verdict: 'unknown', text, ...numbers };
  const inside = outageMs >= limit.low && outageMs <= limit.high;
  const finding: Finding = { verdict: inside ? 'pass' : 'fail', text, ...numbers };
  return unlessMachineStalled(finding, recording, fromMs, trial.endedAtMs ?? fromMs + outageMs);
}

function staleWords({ stale }: HealingImpact, { service }: ServiceTrial): string {
  if (stale === null) return '';
  const way = answersThroughDirector(service)
    ? 'through which no answer comes back: real servers send theirs there too'
    : 'which forwarded what came';
  return `, while the client sent to ${stale.loser} for ${inSeconds(stale.forMs)}, ${way}`;
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: ServiceTrial[]): string {
  const impacts = judged.map((one) => ({ one, impact: healingImpactOf(one.recording, one.trial, one.service) }));
  const trials = count(judged.length, 'trial');
  const astray = impacts.filter(({ one, impact }) => impact?.stale != null && answersThroughDirector(one.service));
  const [first] = astray;
  if (first?.impact?.stale != null && measured !== null && predicted !== null) {
    const { loser } = first.impact.stale;
    return `In ${astray.length} of ${trials} clients and real servers went on sending to ${loser}, through which no answer comes back: up to ${inSeconds(measured.max)} without service (${rangeInSeconds(predicted)} predicted); vrrp_higher_prio_send_advert cures that.`;
  }
  const lost = impacts.reduce((sum, { impact }) => sum + (impact?.lost ?? 0), 0);
  const asked = impacts.reduce((sum, { impact }) => sum + (impact?.requests ?? 0), 0);
  const forwarding = impacts.find(({ impact }) => impact?.stale != null)?.impact?.stale;
  const aside =
    forwarding == null ? '' : `, although the client sent to ${forwarding.loser}, which forwarded what came`;
  const spell = measured === null || lost === 0 ? '' : ` within ${measuredInSeconds(measured)}`;
  return `${lost} of ${count(asked, 'request')} after healing were lost${spell}${aside}, ${trials}.`;
}
