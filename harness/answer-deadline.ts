import type Dockerode from 'dockerode';
import { machineError } from './errors.ts';

/**
 * An engine that has not answered after this never will, ms. Docker 26 leaves requests about a container that was killed
 * while a command began in it without an answer: for up to half a minute mostly, once for eleven.
 */
const answerDeadlineMs = 60_000;

/** Requests whose answer comes when something has ended, or after all that was sent or fetched. */
const unhurried = [/^\/(v[\d.]+\/)?(build|commit|images\/)/, /^\/(v[\d.]+\/)?containers\/[^/]+\/wait\b/];

/** What docker-modem, which types nothing, is asked with. */
interface Request {
  path: string;
  method: string;
  abortSignal?: AbortSignal;
}
type Answered = (error: unknown, answer: unknown) => void;

const hurried = new WeakSet<object>();

/**
 * Makes that client give up a request that its engine leaves without an answer, with a machine error that names it. What
 * has been answered is never cut off: logs, attached streams and commands last as long as they last. A client that has a
 * deadline keeps it.
 */
export function withAnswerDeadline(docker: Dockerode, deadlineMs = answerDeadlineMs): Dockerode {
  const modem: { dial(request: Request, answered: Answered): void } = docker.modem;
  if (hurried.has(modem)) return docker;
  hurried.add(modem);
  const dial = modem.dial.bind(modem);
  modem.dial = (request, answered) => {
    const { path, method, abortSignal } = request;
    if (unhurried.some((known) => known.test(path))) {
      dial(request, answered);
      return;
    }
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), deadlineMs);
    const signals = abortSignal === undefined ? [late.signal] : [late.signal, abortSignal];
    dial({ ...request, abortSignal: AbortSignal.any(signals) }, (error, answer) => {
      clearTimeout(timer);
      answered(late.signal.aborted ? noAnswer(`${method} ${path}`, deadlineMs, error) : error, answer);
    });
  };
  return docker;
}

function noAnswer(request: string, deadlineMs: number, cause: unknown): Error {
  return machineError(
    `The Docker engine has not answered within ${deadlineMs / 1000} s (${request.replace(/\?.*/, '')}).`,
    'Restart it (`npm run lab -- down` where it is the lab’s own), and try again.',
    cause,
  );
}
