import { healthPage } from '../keepalived/health-page.ts';
import { countOf, sightOf, type Target } from './sight.ts';

/** httpd's processes carry this name. */
export const httpdComm = 'apache2';
/** Where httpd finds the page that health checkers compare. */
export const healthPageFile = `/srv/www${healthPage.path}`;
/** While this file is there, httpd answers 500 to everything. */
export const answer500File = '/run/lvs-drill/answer-500';

/** An answer of httpd; status null: none came. */
export interface HttpdAnswer {
  status: number | null;
  body: string;
}

const answerMs = 2000;

/** Asks with bash's own sockets: a real server's image holds no other client. */
const askScript = `exec 3<> "/dev/tcp/$1/80" || exit 1
printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "$2" >&3
exec cat <&3`;

/**
 * Asks the target's httpd for the page of the health checkers, from the target itself, which costs it a process or two.
 * Not to be asked of a frozen node: nobody would answer.
 */
export async function askHttpd({ cluster, target }: Target): Promise<HttpdAnswer> {
  const argv = ['timeout', String(answerMs / 1000), 'bash', '-c', askScript, 'ask', '127.0.0.1', healthPage.path];
  const { stdout } = await cluster.node(target).exec(argv, { allowFailure: true, timeoutMs: 5 * answerMs });
  const status = /^HTTP\/1\.[01] (\d{3}) /.exec(stdout)?.[1];
  const bodyAt = stdout.indexOf('\r\n\r\n');
  return {
    status: status === undefined ? null : Number(status),
    body: bodyAt < 0 ? '' : stdout.slice(bodyAt + 4),
  };
}

/** Whether the target lives and runs, but without httpd: its ports are closed, and refuse. */
export async function confirmNoHttpd(target: Target): Promise<{ confirmed: boolean; evidence: string }> {
  const sight = await sightOf(target);
  if (sight === null || !sight.alive)
    return { confirmed: false, evidence: `${target.target} is dead, not only its httpd` };
  const running = countOf(httpdComm, sight);
  return {
    confirmed: running === 0 && !sight.frozen,
    evidence: `${running} processes of httpd on ${target.target}${sight.frozen ? ', which is frozen' : ''}`,
  };
}

/** Whether httpd answers the health checkers in a way that is a fault, in words too. */
export async function confirmAnswer(
  target: Target,
  isFault: (answer: HttpdAnswer) => boolean,
): Promise<{ confirmed: boolean; evidence: string }> {
  const sight = await sightOf(target);
  if (sight === null || !sight.alive || sight.frozen) {
    return {
      confirmed: false,
      evidence: `${target.target} is ${sight?.frozen === true ? 'frozen' : 'dead'}: it answers nothing`,
    };
  }
  const answer = await askHttpd(target);
  const said =
    answer.status === null
      ? 'gives no answer'
      : `answers ${answer.status}, ${JSON.stringify(answer.body.slice(0, 40))}`;
  return {
    confirmed: isFault(answer),
    evidence: `httpd on ${target.target} ${said} when asked for ${healthPage.path}`,
  };
}
