import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { DrillError, messageOf } from '../errors.ts';

/** One message of the engine's build, pull and import streams (Docker Engine API, "Create an image"). */
interface ProgressMessage {
  stream?: string;
  status?: string;
  error?: string;
  errorDetail?: { message?: string };
}

/** Lines of output kept for the error of a failed build. */
const keptLines = 30;

/**
 * Reads such a stream to its end and hands on each line. The engine answers "200 OK" before it does the work, so a
 * failure is only a message among the others: it becomes a `DrillError` that carries the last lines before it.
 */
export async function followProgress(
  stream: NodeJS.ReadableStream,
  what: string,
  onLine: (line: string) => void,
): Promise<void> {
  const last: string[] = [];
  let failure: string | undefined;
  let rest = '';
  const input = stream.pipe(new PassThrough());
  stream.once('error', (error) => input.destroy(error));
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const message = parse(text);
      failure ??= message.errorDetail?.message ?? message.error;
      // Output comes in pieces that need not end at the end of a line; a status is a line of its own.
      const lines = (rest + plain(message.stream ?? `${message.status ?? ''}\n`)).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines.filter((one) => one.trim() !== '')) {
        last.push(line);
        onLine(line);
      }
      last.splice(0, Math.max(0, last.length - keptLines));
    }
  } catch (error) {
    throw new DrillError(`${what} broke off: ${messageOf(error)}\n${last.join('\n')}`, { cause: error });
  }
  if (failure !== undefined) throw new DrillError(`${what} failed: ${failure}\n${last.join('\n')}`);
}

/** Without the colour that the engine gives to standard error. */
function plain(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

function parse(text: string): ProgressMessage {
  try {
    return JSON.parse(text) as ProgressMessage;
  } catch {
    return { stream: text };
  }
}
