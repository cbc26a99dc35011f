import { DrillError } from '../errors.ts';

/** What asks a director for the counters of every destination, with all digits, in the kernel's order. */
export const statsArgv = ['ipvsadm', '-Ln', '--stats', '--exact', '--nosort'];

/** Connections that IPVS has scheduled to each destination (address) of each virtual service (`vip:port`). */
export type ConnectionCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * The column `Conns` of ipvsadm(8) `--stats`. Throws a `DrillError` at a line of another form: a count half understood
 * would be a wrong count.
 */
export function parseConnectionCounts(text: string): ConnectionCounts {
  const services = new Map<string, Map<string, number>>();
  let current: Map<string, number> | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || isHeading(line)) continue;
    const destination = /^ {2}-> (\S+):\d+ +(\d{1,15})( +\d+){4} *$/.exec(line);
    const service = /^(?:TCP|UDP|SCTP) +(\S+:\d+) +\d+( +\d+){4} *$/.exec(line);
    if (service?.[1] !== undefined) {
      current = new Map();
      services.set(service[1], current);
    } else if (destination?.[1] !== undefined && current !== undefined) {
      current.set(destination[1], Number(destination[2]));
    } else throw new DrillError(`ipvsadm --stats printed a line of unknown form: '${line}'.`);
  }
  return services;
}

function isHeading(line: string): boolean {
  return /^(IP Virtual Server version|Prot LocalAddress|\s+-> RemoteAddress)/.test(line);
}
