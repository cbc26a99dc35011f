import { untouchedServices } from '../ipvs/services.ts';
import { type Balancing, balancingsOf } from '../measure/balance.ts';
import { serviceName } from '../measure/destinations.ts';
import type { Judgement, Recording, Topology } from '../model.ts';
import { hull } from '../stats/hull.ts';
import { measured } from '../stats/quantiles.ts';
import type { Finding } from './by-fault.ts';
import { verdictOf } from './verdict.ts';
import { count } from './words.ts';

/** A question that every balanced service answers for itself. */
export interface BalanceQuestion {
  check: string;
  unit: string;
  /** It is asked of every service, so that one without a trial is unknown. */
  ofEvery: boolean;
  /** Null: there is nothing to ask of such a trial. */
  find(balancing: Balancing, topology: Topology): Finding | null;
}

/**
 * One judgement for each service that is concerned: the worst of its trials decides and is told. The subject is the
 * service's name. A trial that proves nothing of the scheduler is unknown, whatever was asked.
 */
export function judgeByService(recording: Recording, { check, unit, ofEvery, find }: BalanceQuestion): Judgement[] {
  const all = balancingsOf(recording);
  return untouchedServices(recording.run.topology).flatMap((service): Judgement[] => {
    const own = all.filter((one) => one.service === service);
    if (own.length === 0) return !ofEvery ? [] : [unknown(check, serviceName(service), unit)];
    const findings = own.flatMap((one) => {
      const found = find(one, recording.run.topology);
      if (found === null) return [];
      return [one.doubt === null ? found : { verdict: 'unknown' as const, text: `Nothing is proven: ${one.doubt}` }];
    });
    if (findings.length === 0) return [];
    const verdict = verdictOf(findings);
    const told = findings.find((one) => one.verdict === verdict)?.text ?? '';
    const trials = findings.length === 1 ? '' : ` (the first such of ${count(findings.length, 'trial')})`;
    return [
      {
        check,
        subject: serviceName(service),
        verdict,
        headline: `${told.replace(/\.$/, '')}${trials}.`,
        unit,
        measured: measured(findings.flatMap(({ value }) => value ?? [])),
        predicted: hull(findings.flatMap(({ predicted }) => predicted ?? [])),
        bound: Math.max(0, ...findings.map(({ bound }) => bound ?? 0)),
        limit: hull(findings.flatMap(({ limit }) => limit ?? [])),
      },
    ];
  });
}

/** A service that was to be asked and was not. */
function unknown(check: string, subject: string, unit: string): Judgement {
  return {
    check,
    subject,
    verdict: 'unknown',
    headline: 'No trial of it was run.',
    unit,
    measured: null,
    predicted: null,
    bound: null,
    limit: null,
  };
}
