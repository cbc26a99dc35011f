/** What an error of a TCP socket says about the way to the virtual service, or about this machine. */
export type SocketFault = 'refused' | 'reset' | 'unreachable' | 'timeout' | 'local';

const faults: Record<string, SocketFault> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
};

/**
 * Classifies an error of connect(2), read(2) or write(2). Everything that is not known to come from the network is
 * `local` (no port, no file descriptor, no such source address, forbidden): calling that an outage would blame the
 * cluster for the harness.
 */
export function classifySocketError(error: Error): SocketFault {
  return faults[(error as NodeJS.ErrnoException).code ?? ''] ?? 'local';
}
