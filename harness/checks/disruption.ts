import { serviceName } from '../measure/destinations.ts';
import {
  type Disruption,
  disruptionSubject,
  disruptionsIn,
  disruptionWords,
  eventsOf,
  mappedServices,
  type Upheaval,
} from '../measure/disruption.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check } from './check.ts';
import { capital, count, receiver, stageWords } from './words.ts';

/**
 * What a real server that leaves or comes back does to the clients of schedulers that hash addresses: each of them has to
 * be where the kernel's own table, rebuilt from the list that was read in that stage, puts it. Nothing about it is left to
 * chance, so that one client elsewhere is a failure.
 */
export const check: Check = {
  name: 'disruption',
  summary: 'When a real server is removed, drained or returned, just those clients move that the hash table moves.',
  concerns: (run) => mappedServices(run).length > 0 && run.faults.some((facts) => eventsOf(facts).length > 0),
  judge: (input) =>
    input.recording.run.faults.flatMap((facts) =>
      mappedServices(input.recording.run).flatMap((service) =>
        eventsOf(facts).map((event) => {
          const find = (judged: JudgedTrial): Finding => {
            const doubt = doubtOf(judged);
            if (doubt !== null) return { verdict: 'unknown', text: doubt };
            const { index } = judged.trial;
            return findingOf(
              disruptionsIn(input.recording).find(
                (one) => one.trial.index === index && one.service === service && one.event === event,
              ),
            );
          };
          return judgeTrials(disruptionSubject(serviceName(service), event), trialsOf(input, facts), {
            check: 'disruption',
            unit: '%',
            find,
            passHeadline: (_, judged) => {
              const [first] = judged;
              const text = first === undefined ? '' : find(first).text;
              return `${capital(text)}; each client where the table puts it, ${count(judged.length, 'trial')}.`;
            },
          });
        }),
      ),
    ),
};

function findingOf(seen: Disruption | undefined): Finding {
  if (seen === undefined) return { verdict: 'unknown', text: 'no mapping was read' };
  const { doubt, measured, predicted, wrong, trial, event } = seen;
  if (doubt !== null) {
    return { verdict: 'unknown', text: `the mapping is not known ${stageWords[doubt.stage]}: ${doubt.why}` };
  }
  const share = movedShare(predicted);
  const range = { low: share, high: share };
  const numbers = { value: movedShare(measured), predicted: range, limit: range, bound: 0 };
  const [first] = wrong;
  if (first !== undefined) {
    const { client, stage, got, expected } = first;
    const text = `${wrong.length} of ${count(measured.clients, 'client')} are not where the table puts them: ${stageWords[stage]} ${client} got ${receiver(got)}, ${receiver(expected)} predicted`;
    return { verdict: 'fail', text, ...numbers };
  }
  return {
    verdict: 'pass',
    text: `with ${trial.target} ${disruptionWords[event]}, ${upheavalWords(measured)}`,
    ...numbers,
  };
}

/** Of all clients, percent. */
function movedShare({ moved }: Upheaval): number {
  return moved * 100;
}

function upheavalWords({ clients, moved, refused, collateral, refusedWithoutNeed, displaced }: Upheaval): string {
  const heads = (share: number) => Math.round(share * clients);
  const needless = heads(collateral) + heads(refusedWithoutNeed);
  const rest = displaced === null ? '' : `, and ${heads(displaced)} are not where they were before the fault`;
  return `${heads(moved)} of ${count(clients, 'client')} (${(moved * 100).toFixed(1)} %) moved and ${heads(refused)} were refused, ${needless} of these without need${rest}`;
}
