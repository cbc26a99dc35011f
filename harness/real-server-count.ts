import { usageError } from './errors.ts';
import { formatIpv4, parseIpv4 } from './ipv4.ts';
import type { RealServer, Topology } from './model.ts';

/**
 * The topology with so many real servers: the last are left out, or more like them put behind them, with the next numbers
 * in their names and the next addresses. Whether those are free is for `topologyMistakes` to say. Throws a usage error
 * where weights or roles make real servers differ, so that it cannot be told what one more would be.
 */
export function withRealServers(topology: Topology, count: number): Topology {
  const { realServers, virtualServices } = topology;
  const listed = virtualServices.find(({ weights }) => weights !== undefined);
  if (listed !== undefined && count !== realServers.length) {
    throw cannot(topology, count, `${listed.vip}:${listed.port} lists a weight for each of its ${realServers.length}`);
  }
  const more = Array.from({ length: Math.max(0, count - realServers.length) }, (_, index) =>
    anotherOne(topology, count, index + 1),
  );
  return { ...topology, realServers: [...realServers.slice(0, count), ...more] };
}

function anotherOne(topology: Topology, count: number, behind: number): RealServer {
  const { realServers } = topology;
  const last = realServers.at(-1);
  const [, stem, number] = /^(.*-)(\d+)$/.exec(last?.name ?? '') ?? [];
  const address = parseIpv4(last?.address ?? '');
  if (last === undefined || stem === undefined || address === null) {
    throw cannot(topology, count, `${last?.name ?? 'nothing'} has no number that could be counted on`);
  }
  const odd = realServers.find((one) => one.on !== undefined || traits(one) !== traits(last));
  if (odd !== undefined) throw cannot(topology, count, `${odd.name} is not as the last one is`);
  return { ...last, name: `${stem}${Number(number) + behind}`, address: formatIpv4(address + behind) };
}

/** All but what names it. */
function traits({ name: _, address: __, ...rest }: RealServer): string {
  return JSON.stringify(Object.entries(rest).sort());
}

function cannot({ name }: Topology, count: number, why: string): Error {
  return usageError(
    `Topology '${name}' cannot have ${count} real servers: ${why}.`,
    'Leave --real-servers out, or choose another topology.',
  );
}
