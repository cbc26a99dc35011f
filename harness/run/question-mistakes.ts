import { askedServices } from '../ipvs/services.ts';
import type { FaultFacts, Scenario, Topology } from '../model.ts';

/**
 * What of topology and faults leaves nothing of the question that a scenario asks, in words; empty when it can be answered.
 * Requests of given sizes stall in a tunnel alone, and only where the client does not hear of it (RFC 1191); clients are
 * moved to other real servers when one is taken out of service; and a server in the prober's own process feels what is
 * done to it, and nothing that is done to the cluster.
 */
export function questionMistakes(
  suite: string,
  { name, sizes, mapping, probe }: Pick<Scenario, 'name' | 'sizes' | 'mapping' | 'probe'>,
  topology: Topology,
  faults: readonly FaultFacts[],
): string[] {
  const mistakes: string[] = [];
  const choose = `Leave it out, or choose another scenario of ${suite} with --scenario.`;
  if (sizes !== undefined) {
    // Sizes are asked of the first of them (harness/probes/sizes.ts).
    const [asked] = askedServices(topology);
    if (asked?.forwardingMethod !== 'TUN')
      mistakes.push(
        `Scenario ${name} asks what a tunnel lets through, and the first virtual service of topology '${topology.name}' is forwarded by ${asked?.forwardingMethod ?? 'nobody'}: leave --topology out.`,
      );
    for (const fault of faults.filter(({ hidesPathMtu }) => hidesPathMtu !== true))
      mistakes.push(
        `Scenario ${name} needs faults that keep ICMP of path MTUs from the client, and --fault ${fault.name} does not. ${choose}`,
      );
  }
  for (const fault of faults.filter(({ knownOutage }) => (knownOutage === 'server') !== (probe.inProcess === true))) {
    const whom = probe.inProcess === true ? "a server in the prober's own process" : 'the cluster';
    mistakes.push(`The prober of scenario ${name} asks ${whom}, which never feels --fault ${fault.name}. ${choose}`);
  }
  if (mapping !== undefined) {
    for (const fault of faults.filter(({ retirement }) => retirement === undefined))
      mistakes.push(
        `Scenario ${name} needs faults that take a real server out of service by a reload, and --fault ${fault.name} does not. ${choose}`,
      );
  }
  return mistakes;
}
