import { serviceName } from '../measure/destinations.ts';
import { standsIn } from '../measure/expected-table.ts';
import { failsRealServers, targetsOfTrial } from '../measure/removal.ts';
import { type Answers, sorryServerOf } from '../measure/sorry-server.ts';
import type { FaultFacts, Judgement, Topology, VirtualService } from '../model.ts';
import { doubtOf, type Finding, judgeTrials, trialsOf } from './by-fault.ts';
import type { ServiceTrial } from './by-fault-and-service.ts';
import type { Check } from './check.ts';
import { count } from './words.ts';

/** The sorry server answers while no real server is left, alone and always, and never otherwise. */
export const check: Check = {
  name: 'sorry-server',
  summary: 'The sorry server answers every request while all real servers are out, and none before or after.',
  concerns: ({ faults, topology }) =>
    faults.some((facts) => topology.virtualServices.some((service) => mayStandIn(topology, service, facts))),
  judge: (input) => {
    const { recording } = input;
    const { topology, faults } = recording.run;
    return faults.filter(failsRealServers).flatMap((facts) =>
      topology.virtualServices.flatMap((service): Judgement[] => {
        const trials = trialsOf(input, facts)
          .filter(({ trial }) => standsIn(topology, service, targetsOfTrial(trial)) !== null)
          .map((one): ServiceTrial => ({ ...one, recording, service }));
        if (trials.length === 0 && !mayStandIn(topology, service, facts)) return [];
        const subject = `${facts.name} on ${serviceName(service)}`;
        return [judgeTrials(subject, trials, { check: 'sorry-server', unit: 'requests', find, passHeadline })];
      }),
    );
  },
};

/** Whether a trial of the fault may be one in which it stands in: with all real servers, or one that the quorum needs. */
function mayStandIn(topology: Topology, service: VirtualService, facts: FaultFacts): boolean {
  if (!failsRealServers(facts)) return false;
  const names = topology.realServers.map(({ name }) => name);
  const downs = facts.aim === 'all-real-servers' ? [names] : names.map((name) => [name]);
  return downs.some((down) => standsIn(topology, service, down) !== null);
}

/** Requests that prove that it stands in, or that it is gone again. */
const fewestRequests = 5;

function find(judged: ServiceTrial): Finding {
  const { recording, trial, service } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const found = sorryServerOf(recording, trial, service);
  if (found === null) return { verdict: 'unknown', text: `no table of ${serviceName(service)} is known` };
  const { name, before, standingIn, after } = found;
  if (found.inTableBefore) return { verdict: 'fail', text: `${name} was in the table before anything had failed` };
  if (before.bySorryServer > 0) {
    return { verdict: 'fail', text: `${name} answered ${before.bySorryServer} requests before it was called for` };
  }
  if (standingIn === null) return { verdict: 'fail', text: `${name} never took the place of the real servers` };
  if (standingIn.requests < fewestRequests) {
    return { verdict: 'unknown', text: `only ${count(standingIn.requests, 'request')} while ${name} stood in` };
  }
  if (standingIn.bySorryServer < standingIn.requests) {
    return {
      verdict: 'fail',
      text: `${words(name, standingIn)} while all real servers were out`,
      ...value(standingIn),
    };
  }
  if (after === null || after.requests < fewestRequests) {
    const text = `${words(name, standingIn)}, but the real servers' return was not seen, or too few requests after it`;
    return { verdict: 'unknown', text };
  }
  if (after.bySorryServer > 0) {
    const text = `${name} still answered ${after.bySorryServer} of ${after.requests} requests after the real servers were back`;
    return { verdict: 'fail', text, ...value(standingIn) };
  }
  return {
    verdict: 'pass',
    text: `${words(name, standingIn)} while all real servers were out, none of ${after.requests} after they were back`,
    ...value(standingIn),
  };
}

/** Requests that it should have answered and did not. */
function value({ requests, bySorryServer }: Answers): Pick<Finding, 'value' | 'predicted' | 'limit'> {
  return { value: requests - bySorryServer, predicted: { low: 0, high: 0 }, limit: { low: 0, high: 0 } };
}

function words(name: string, { requests, bySorryServer, byOthers, lost }: Answers): string {
  const rest = [lost > 0 ? `${lost} lost` : '', byOthers > 0 ? `${byOthers} answered by others` : ''].filter(Boolean);
  const such = `${name} answered ${bySorryServer} of ${requests} requests`;
  return rest.length === 0 ? such : `${such}, ${rest.join(', ')},`;
}

function passHeadline(_: unknown, judged: ServiceTrial[]): string {
  const found = judged.flatMap(({ recording, trial, service }) => sorryServerOf(recording, trial, service) ?? []);
  const stood = found.reduce((sum, one) => sum + (one.standingIn?.requests ?? 0), 0);
  const after = found.reduce((sum, one) => sum + (one.after?.requests ?? 0), 0);
  const name = found[0]?.name ?? 'The sorry server';
  const trials = count(judged.length, 'trial');
  return `${name} answered all ${stood} requests while the real servers were out, and none of ${after} after they were back; ${trials}.`;
}
