import { askedServices, serversOf } from '../ipvs/services.ts';
import type { HealthCheck, HttpCheck, Topology, VirtualService } from '../model.ts';
import { repeated, wholeNumber, wholeSeconds } from './limits.ts';

/** What is wrong with the virtual services: each of them, and all together. */
export function serviceMistakes(topology: Topology): string[] {
  const { virtualServices } = topology;
  const labels = virtualServices.flatMap(({ label }) => label ?? []);
  return [
    ...virtualServices.flatMap((service) => [
      ...ownMistakes(service),
      ...flagMistakes(service),
      ...weightMistakes(service, topology),
      ...quorumMistakes(service, topology),
      ...checkMistakes(addressOf(service), service.healthCheck),
    ]),
    ...repeated(virtualServices.map(addressOf)).map((one) => `Virtual service ${one} is there more than once.`),
    ...(virtualServices.length > 0 && askedServices(topology).length === 0
      ? ['Every virtual service is untouched: readiness must have one to ask.']
      : []),
    ...repeated(labels).map((label) => `Label '${label}' is there more than once.`),
  ];
}

function addressOf({ vip, port }: VirtualService): string {
  return `${vip}:${port}`;
}

/** ms */
const day = 86_400_000;
/** s; 31 days, the longest `persistence_timeout` that keepalived takes (`LVS_MAX_TIMEOUT`). */
const longestPersistenceSeconds = 86_400 * 31;

function ownMistakes(service: VirtualService): string[] {
  const name = addressOf(service);
  const { label, port, persistenceTimeoutMs, persistencePrefixLength } = service;
  const mistakes = wholeNumber(`Port of ${name}`, port, 1, 65_535);
  if (label?.trim() === '') mistakes.push(`The label of ${name} must not be empty.`);
  if (persistenceTimeoutMs !== undefined) {
    mistakes.push(
      ...wholeSeconds(`Persistence timeout of ${name}`, persistenceTimeoutMs, 1, longestPersistenceSeconds),
    );
  }
  if (persistencePrefixLength !== undefined) {
    mistakes.push(...wholeNumber(`persistencePrefixLength of ${name}`, persistencePrefixLength, 1, 32));
    if (persistenceTimeoutMs === undefined) {
      mistakes.push(`persistencePrefixLength of ${name} is without effect: it has no persistence timeout.`);
    }
  }
  return mistakes;
}

/** keepalived ignores the flags of another scheduler, those of `mh` without a word (`lbflags_handler`). */
function flagMistakes(service: VirtualService): string[] {
  const { scheduler, schedulerFlags = [] } = service;
  const name = addressOf(service);
  return [
    ...schedulerFlags
      .filter((flag) => !flag.startsWith(`${scheduler}-`))
      .map((flag) => `${flag} of ${name} is without effect: its scheduler is ${scheduler}.`),
    ...repeated(schedulerFlags).map((flag) => `${flag} of ${name} is there more than once.`),
  ];
}

function weightMistakes(service: VirtualService, topology: Topology): string[] {
  const { weights } = service;
  if (weights === undefined) return [];
  const name = addressOf(service);
  const { realServers } = topology;
  if (weights.length !== realServers.length) {
    return [
      `${name} has ${weights.length} weights for ${realServers.length} real servers: give each one, or null for one that is not in it.`,
    ];
  }
  const servers = serversOf(service, topology);
  if (servers.length === 0) return [`${name} must have at least one real server: its weights are all null.`];
  return servers.flatMap((server) => wholeNumber(`Weight of ${server.name} in ${name}`, server.weight, 0, 65_535));
}

/** keepalived corrects these with a warning (`validate_check_config`), and then does not do what is written. */
function quorumMistakes(service: VirtualService, topology: Topology): string[] {
  const name = addressOf(service);
  const { quorum = 1, hysteresis = 0 } = service;
  const totalWeight = serversOf(service, topology).reduce((sum, { weight }) => sum + weight, 0);
  const mistakes: string[] = [];
  if (service.quorum !== undefined) {
    mistakes.push(...wholeNumber(`Quorum of ${name}`, quorum, 1, Math.max(1, totalWeight)));
  }
  if (service.hysteresis !== undefined) {
    mistakes.push(...wholeNumber(`Hysteresis of ${name}`, hysteresis, 0, Math.max(0, quorum - 1)));
  }
  if (service.sorryServer === true && topology.sorryServer === undefined) {
    mistakes.push(`${name} asks for a sorry server, and the topology has none.`);
  }
  return mistakes;
}

function checkMistakes(name: string, check: HealthCheck): string[] {
  return [
    ...wholeNumber(`delayLoopMs of ${name}`, check.delayLoopMs, 1, day),
    ...wholeNumber(`connectTimeoutMs of ${name}`, check.connectTimeoutMs, 1, day),
    ...wholeNumber(`retries of ${name}`, check.retries, 0, 1000),
    ...wholeNumber(`delayBeforeRetryMs of ${name}`, check.delayBeforeRetryMs, 1, day),
    ...(check.port === undefined ? [] : wholeNumber(`Port of the health check of ${name}`, check.port, 1, 65_535)),
    ...(check.type === 'MISC_CHECK' ? wholeSeconds(`timeoutMs of ${name}`, check.timeoutMs, 1, day / 1000) : []),
    ...(check.type === 'HTTP_GET' ? urlMistakes(name, check.urls) : []),
  ];
}

function urlMistakes(name: string, urls: HttpCheck['urls']): string[] {
  if (urls.length === 0) return [`The HTTP_GET of ${name} must have at least one URL.`];
  return urls.flatMap(({ path, statusCode, digest }) => {
    const what = `URL '${path}' of ${name}`;
    return [
      // Blanks, quotes, '#', '!', braces, '$' and '@' mean something to keepalived's parser or to render-config.
      ...(/^\/[A-Za-z0-9\-._~%/?=&:+,]{0,255}$/.test(path)
        ? []
        : [`${what} must be a path that begins with '/', of letters, digits and -._~%/?=&:+, (at most 256).`]),
      ...(statusCode === undefined ? [] : wholeNumber(`Status code of ${what}`, statusCode, 100, 599)),
      ...(digest === undefined || /^[0-9a-f]{32}$/i.test(digest)
        ? []
        : [`The digest of ${what} must be 32 hexadecimal digits (MD5), got '${digest}'.`]),
    ];
  });
}
