import { DrillError, machineError, messageOf } from './errors.ts';

/** What an error of Node, dockerode or execa may carry. */
interface Carried {
  code?: unknown;
  syscall?: unknown;
  statusCode?: unknown;
  stderr?: unknown;
}

/** errno(3): the disk takes no more, or fails; there are no more files or memory to be had. */
const ofMachine = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE', 'ENOMEM'];
/** The socket of an engine that has gone, or goes. */
const ofSocket = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/**
 * What was thrown as the trouble outside that it is, which no code of ours can help: a full disk, a Docker engine that died or
 * fails. Null for anything else, which is a bug.
 */
export function outsideTrouble(thrown: unknown): DrillError | null {
  if (thrown instanceof DrillError) return thrown;
  if (typeof thrown !== 'object' || thrown === null) return null;
  const { code, stderr } = thrown as Carried;
  const said = messageOf(thrown).split('\n')[0] ?? '';
  if (ofMachine.includes(String(code)) || (typeof stderr === 'string' && /No space left on device/.test(stderr))) {
    return machineError(
      `This machine could not go on: ${said}.`,
      'Make room on the disk that is named there, or name another folder with --out or XDG_CACHE_HOME.',
      thrown,
    );
  }
  if (isOfEngine(thrown as Carried, said)) {
    return machineError(
      `The Docker engine failed, or ended: ${said.trim()}.`,
      'See `npm run lab -- status`, which also removes what is left; then run it again.',
      thrown,
    );
  }
  return null;
}

function isOfEngine({ code, syscall, statusCode }: Carried, said: string): boolean {
  if (ofSocket.includes(String(code)) || (code === 'ENOENT' && syscall === 'connect')) return true;
  if (/^socket hang up$/.test(said)) return true;
  // 404, 409: what is ours was removed or killed by somebody else. Any other refusal is of a question that was wrong.
  return typeof statusCode === 'number' && (statusCode >= 500 || statusCode === 404 || statusCode === 409);
}
