import { oneStallRequests } from '../measure/prober-limits.ts';
import { steadyRequests } from '../measure/steady-requests.ts';
import type { Judgement, Verdict } from '../model.ts';
import { isImpaired } from '../stats/outage-window.ts';
import type { Check } from './check.ts';
import { neverServed } from './never-served.ts';
import { count } from './words.ts';

/**
 * Share of late answers that a steady cluster may give: an engine with one CPU has hiccups that are no fault of IPVS.
 * Lost requests have no such excuse.
 */
const lateShareLimit = 0.01;
/** Above this the cluster is slow by itself. Between the two it may be the machine: that proves nothing either way. */
const slowShareLimit = 0.05;

/**
 * Before each fault the cluster was steady: what went wrong then was not the fault's doing. A cluster that never served
 * as it should has no such times; what it lost while nothing was done to it is its own doing all the more.
 */
export const check: Check = {
  name: 'request-outcomes',
  summary: 'No request was lost while the cluster was steady.',
  soundness: true,
  judge: ({ recording }) => {
    const { probe, trials } = recording.run;
    const unserved = neverServed(recording);
    if (unserved !== null) {
      const { lost, headline } = unserved;
      return [judgement(lost > 0 ? 'fail' : 'unknown', headline, { median: lost, min: lost, max: lost, trials: 0 })];
    }
    const requests = trials.flatMap((trial) => steadyRequests(recording, trial));
    if (requests.length === 0) {
      return [judgement('unknown', 'No request was recorded while the cluster was steady.', null)];
    }
    const impaired = requests.filter((one) => isImpaired(one.value, probe));
    const lost = impaired.filter((one) => one.value.outcome !== 'ok').length;
    // Sent late by the prober and then answered at once: that is not the cluster's doing.
    const late = impaired.filter(
      ({ value }) => value.outcome === 'ok' && value.latencyMs - value.lateMs > probe.delayThresholdMs,
    ).length;
    const asked = `${count(requests.length, 'request')} before the faults`;
    const headline =
      lost + late === 0
        ? `All ${asked} were answered in time.`
        : `Of ${asked}: ${lost} lost, ${late} late (more than ${probe.delayThresholdMs} ms).`;
    const lateShare = late / requests.length;
    const verdict =
      lost > 0 || (late > oneStallRequests && lateShare > slowShareLimit)
        ? 'fail'
        : late > oneStallRequests && lateShare > lateShareLimit
          ? 'unknown'
          : 'pass';
    const bad = lost + late;
    return [judgement(verdict, headline, { median: bad, min: bad, max: bad, trials: trials.length })];
  },
};

function judgement(verdict: Verdict, headline: string, measured: Judgement['measured']): Judgement {
  return {
    check: 'request-outcomes',
    subject: 'run',
    verdict,
    headline,
    unit: 'requests',
    measured,
    predicted: { low: 0, high: 0 },
    bound: null,
    limit: null,
  };
}
