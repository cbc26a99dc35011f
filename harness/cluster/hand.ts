import { DrillError, messageOf } from '../errors.ts';
import type { HandReply, HandRequest } from '../load/agent/protocol.ts';
import { agentArgv } from '../load/agent-argv.ts';
import { readAgentLine } from '../load/agent-lines.ts';
import type { FileReading, Hand, HandReport, Node, NodeSight } from './interface.ts';

/** Everything but an act that is not due yet is answered within this, ms; acting itself may take some seconds. */
const answerDeadlineMs = 15_000;

type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;
type Question = WithoutId<HandRequest>;

/** The hand, and the way to end it. */
export interface DrivenHand extends Hand {
  end(): void;
}

interface Waiting {
  resolve(reply: HandReply): void;
  reject(error: Error): void;
}

/**
 * Runs the agent's `hand` command in the hand's container. It prepares an act when it is asked (starts the process that
 * will act, runs the lines that go before, lays a file down) and strikes at the act's instant: an act asked for too
 * late is late, as its report says. Throws a `DrillError` when the command cannot be started.
 */
export async function driveHand(node: Node): Promise<DrivenHand> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let over: DrillError | undefined;

  const fail = (error: DrillError): void => {
    over ??= error;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  const take = (line: string): void => {
    const message = readAgentLine(line, node.name);
    if (message.kind !== 'reply' || message.reply.id === null) return;
    const { reply } = message;
    const asker = waiting.get(message.reply.id);
    if ('error' in reply) asker?.reject(new DrillError(`The hand could not do it: ${reply.error}`));
    else asker?.resolve(reply);
  };
  const command = await node.stream(agentArgv('hand', {}), (line) => {
    try {
      take(line);
    } catch (error) {
      fail(error instanceof DrillError ? error : new DrillError(messageOf(error), { cause: error }));
    }
  });
  void command.ended.then(({ exitCode, stderr }) => {
    fail(new DrillError(`The hand has ended (exit code ${exitCode ?? 'none'}): ${stderr.trim() || 'no output'}.`));
  });

  async function ask<Reply extends HandReply>(question: Question, deadlineMs: number): Promise<Reply> {
    if (over !== undefined) throw over;
    lastId += 1;
    const id = lastId;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Reply>((resolve, reject) => {
        waiting.set(id, { resolve: (reply) => resolve(reply as Reply), reject });
        timer = setTimeout(() => {
          reject(new DrillError(`The hand did not answer within ${deadlineMs} ms: ${JSON.stringify(question)}`));
        }, deadlineMs);
        command.writeLine(JSON.stringify({ id, ...question }));
      });
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  }

  async function now(): Promise<{ atMs: number; boundMs: number }> {
    const askedAt = performance.now();
    const { atMs } = await ask<{ id: number; atMs: number }>({ now: true }, answerDeadlineMs);
    return { atMs, boundMs: performance.now() - askedAt };
  }

  return {
    now,
    async act(act, atMs) {
      const aheadMs = Math.max(0, atMs - (await now()).atMs);
      const lastsMs = act.do === 'network' ? (act.undo?.afterMs ?? 0) : 0;
      return withoutId(await ask<{ id: number } & HandReport>({ act, atMs }, aheadMs + lastsMs + answerDeadlineMs));
    },
    look: async (initPid) => withoutId(await ask<{ id: number } & NodeSight>({ look: initPid }, answerDeadlineMs)),
    inspect: async (question) =>
      (await ask<{ id: number; stdout: string }>({ inspect: question }, answerDeadlineMs)).stdout,
    async read(paths, atMs) {
      if (atMs === undefined)
        return withoutId(await ask<{ id: number } & FileReading>({ read: paths }, answerDeadlineMs));
      const aheadMs = Math.max(0, atMs - (await now()).atMs);
      return withoutId(await ask<{ id: number } & FileReading>({ read: paths, atMs }, aheadMs + answerDeadlineMs));
    },
    end: () => command.end(),
  };
}

function withoutId<T extends { id: number }>({ id: _, ...rest }: T): Omit<T, 'id'> {
  return rest;
}
