import { backupOnly, sendsInCircles } from '../local-node.ts';
import type { RealServer, Topology } from '../model.ts';
import { repeated } from './limits.ts';

/**
 * What is wrong with real servers that share a director's host. `wrongOnPurpose` lets pass that nothing keeps packets from
 * going in a circle between two such directors.
 */
export function localNodeMistakes(topology: Topology): string[] {
  const { realServers, virtualServices, directors, wrongOnPurpose } = topology;
  const shared = realServers.filter(({ on }) => on !== undefined);
  if (shared.length === 0) return [];
  return [
    ...shared.flatMap((server) => placeMistakes(server, directors)),
    ...repeated(shared.map(({ on = '' }) => on)).map((name) => `${name} must be one real server, not several.`),
    ...virtualServices
      .filter(({ forwardingMethod }) => forwardingMethod !== 'DR')
      .map(({ vip, port, forwardingMethod }) => {
        return `${vip}:${port} must be forwarded by DR, not ${forwardingMethod}: directors that are real servers take it on lo.`;
      }),
    ...(!sendsInCircles(topology) || wrongOnPurpose === true
      ? []
      : [
          `Directors that are real servers need syncDaemon and ${backupOnly} 1, or packets go in a circle between them.`,
        ]),
  ];
}

function placeMistakes(server: RealServer, directors: Topology['directors']): string[] {
  const { name, address, on } = server;
  const host = directors.find((director) => director.name === on);
  if (host === undefined) return [`${name} is said to be on '${on}', which is no director.`];
  const idle = (['answersArpForVip', 'lacksTunnel', 'gateway'] as const).filter((trait) => server[trait] !== undefined);
  return [
    ...(host.address === address
      ? []
      : [`${name} must have the address of ${host.name}, ${host.address}, got ${address}.`]),
    ...idle.map((trait) => `${trait} of ${name} is without effect: it shares a director's host.`),
  ];
}
