import { hasTwoArms, listenerAddressOf } from '../inside.ts';
import { liesIn, parseIpv4, parseIpv4Subnet } from '../ipv4.ts';
import { vipsOf } from '../keepalived/vips.ts';
import type { Topology } from '../model.ts';

/** What is wrong with the way that answers take: through the directors, in one network or two. */
export function insideMistakes(topology: Topology): string[] {
  const { virtualServices, inside } = topology;
  const natted = virtualServices.filter(({ forwardingMethod }) => forwardingMethod === 'NAT');
  const lacking = inside === undefined && natted.length > 0;
  return [
    ...(lacking ? ['NAT needs `inside`: real servers answer through the address that is their default route.'] : []),
    ...(hasTwoArms(topology) ? twoArmsMistakes(topology) : oneArmMistakes(topology)),
    ...gatewayMistakes(topology),
  ];
}

function twoArmsMistakes(topology: Topology): string[] {
  const { directors, virtualServices, clients, inside } = topology;
  const full = parseIpv4Subnet(inside?.subnet ?? '') !== null && listenerAddressOf(topology) === undefined;
  return [
    ...(full ? [`Inside subnet ${inside?.subnet} must have an address to spare, to listen with.`] : []),
    ...directors
      .filter(({ insideAddress }) => insideAddress === undefined)
      .map(({ name }) => `${name} must have an insideAddress: the topology has an inside subnet.`),
    ...virtualServices
      .filter(({ forwardingMethod }) => forwardingMethod !== 'NAT')
      .map(({ vip, port, forwardingMethod }) => {
        return `${vip}:${port} must be forwarded by NAT, not ${forwardingMethod}: clients reach no real server's network.`;
      }),
    ...clients
      .filter(({ farAddress }) => farAddress !== undefined)
      .map(({ name }) => `farAddress of ${name} is without effect: with an inside subnet every client is far.`),
  ];
}

function oneArmMistakes(topology: Topology): string[] {
  const { directors, virtualServices, clients, inside } = topology;
  const methodsOf = (vip: string) =>
    virtualServices.filter((service) => service.vip === vip).map((one) => one.forwardingMethod);
  const usesNat = virtualServices.some(({ forwardingMethod }) => forwardingMethod === 'NAT');
  const mixed = vipsOf(topology).filter((vip) => {
    const methods = methodsOf(vip);
    return methods.includes('NAT') && methods.some((method) => method !== 'NAT');
  });
  return [
    ...directors
      .filter(({ insideAddress }) => insideAddress !== undefined)
      .map(({ name }) => `insideAddress of ${name} is without effect: the topology has no inside subnet.`),
    ...clients
      .filter(({ farAddress }) => usesNat && inside !== undefined && farAddress === undefined)
      .map(({ name }) => `${name} must have a farAddress: real servers in its network would answer it themselves.`),
    ...clients
      .filter(({ farAddress }) => !usesNat && farAddress !== undefined)
      .map(({ name }) => `farAddress of ${name} is without effect: no service is forwarded by NAT in one network.`),
    // The client's route to a VIP decides which of its addresses it asks from.
    ...mixed.map((vip) => `VIP ${vip} must have NAT for all of its services, or for none: NAT is asked from afar.`),
  ];
}

function gatewayMistakes({ realServers, inside, subnet }: Topology): string[] {
  const network = inside?.subnet ?? subnet;
  return realServers.flatMap(({ name, address, gateway }) => {
    if (gateway === undefined) return [];
    if (inside === undefined)
      return [`The gateway of ${name} is without effect: no answer goes through the directors.`];
    const given = parseIpv4(gateway);
    const reached = parseIpv4Subnet(network);
    if (given === null) return [`The gateway ${gateway} of ${name} is not an IPv4 address.`];
    if (reached !== null && !liesIn(reached, given)) {
      return [`The gateway ${gateway} of ${name} is outside the subnet ${network}.`];
    }
    return gateway === address ? [`The gateway of ${name} is its own address.`] : [];
  });
}
