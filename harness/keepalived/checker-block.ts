import type { HealthCheck, RealServer, VirtualService } from '../model.ts';
import { type Block, block, seconds } from './conf-block.ts';

/** Where the director's image keeps the program that MISC_CHECK runs. */
export const miscProgram = '/usr/local/bin/check-http';

/** The checker of one real server (keepalived.conf(5), "healthcheckers"). */
export function checkerBlock(service: Pick<VirtualService, 'port' | 'healthCheck'>, server: RealServer): Block {
  const check = service.healthCheck;
  const timing = [`retry ${check.retries}`, `delay_before_retry ${seconds(check.delayBeforeRetryMs, 3)}`];
  const timeout = seconds(check.connectTimeoutMs, 3);
  if (check.type === 'MISC_CHECK') {
    // It has no connect_port and no connect_timeout: whatever it connects to is the program's own business.
    const port = check.port ?? service.port;
    return block(check.type, [
      `misc_path "${miscProgram} ${server.address} ${port} ${timeout}"`,
      `misc_timeout ${seconds(check.timeoutMs, 0)}`,
      ...timing,
    ]);
  }
  return block(check.type, [
    ...urlBlocks(check),
    check.port === undefined ? null : `connect_port ${check.port}`,
    `connect_timeout ${timeout}`,
    ...timing,
  ]);
}

function urlBlocks(check: HealthCheck): Block[] {
  if (check.type !== 'HTTP_GET') return [];
  return check.urls.map(({ path, statusCode, digest }) =>
    block('url', [
      `path ${path}`,
      digest === undefined ? null : `digest ${digest}`,
      statusCode === undefined ? null : `status_code ${statusCode}`,
    ]),
  );
}
