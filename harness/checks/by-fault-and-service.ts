import { askedServices } from '../ipvs/services.ts';
import { serviceName } from '../measure/destinations.ts';
import type { FaultFacts, Judgement, Recording, VirtualService } from '../model.ts';
import { type FaultQuestion, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { JudgeInput } from './check.ts';

/** A trial, and the virtual service that is asked about. */
export interface ServiceTrial extends JudgedTrial {
  recording: Recording;
  service: VirtualService;
}

/** A question that every virtual service that is asked answers for itself. */
export interface ServiceQuestion extends FaultQuestion<ServiceTrial> {
  /** Whether there is anything to ask of such a fault on such a service. */
  concerns(facts: FaultFacts, service: VirtualService): boolean;
}

/** One judgement for each fault on each virtual service that the question concerns; the subject is `fault on service`. */
export function judgeByFaultAndService(input: JudgeInput, question: ServiceQuestion): Judgement[] {
  const { recording } = input;
  const { faults, topology } = recording.run;
  return faults.flatMap((facts) =>
    askedServices(topology)
      .filter((service) => question.concerns(facts, service))
      .map((service) => {
        const trials = trialsOf(input, facts).map((one) => ({ ...one, recording, service }));
        return judgeTrials(`${facts.name} on ${serviceName(service)}`, trials, question);
      }),
  );
}
