import { askedServices, serversOf } from '../ipvs/services.ts';
import type { RealServer, Recording } from '../model.ts';
import { serviceKey } from './destinations.ts';
import { countsConnections, sizeOf, takesTurns } from './request-share.ts';

/** Requests after which a server that has had none by chance is no explanation, for each server. */
const requestsPerServer = 20;

/**
 * Real servers that answered no request to a virtual service although its scheduler gives each of them some, by what was
 * recorded as a whole: for a cluster to which nothing was done. Empty too where requests were too few to say so, or where
 * nobody answered.
 */
export function silentServers(recording: Recording): RealServer[] {
  const { topology } = recording.run;
  const requests = recording.series('request');
  const silent = askedServices(topology)
    .filter((service) => takesTurns(service) || countsConnections(service))
    .flatMap((service) => {
      const servers = serversOf(service, topology).filter((server) => sizeOf(service, server) > 0);
      const sent = requests.filter(({ value }) => value.service === serviceKey(service));
      const answered = new Set(sent.map(({ value }) => value.realServer));
      const none = servers.filter(({ name }) => !answered.has(name));
      return sent.length < requestsPerServer * servers.length || none.length === servers.length ? [] : none;
    });
  return topology.realServers.filter(({ name }) => silent.some((one) => one.name === name));
}
