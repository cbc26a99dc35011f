import type { Node } from '../cluster/interface.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { LoadOrder, LoadOutcome, LoadReply } from './agent/protocol.ts';
import { agentArgv } from './agent-argv.ts';
import { readAgentLine } from './agent-lines.ts';

/** Drives loads from one node, by a process of the agent that serves for all of them. */
export interface LoadDriver {
  /** Throws a `DrillError` when the load could not be driven. One at a time. */
  drive(load: Omit<LoadOrder, 'id'>): Promise<LoadOutcome>;
  end(): Promise<void>;
}

/** Starts the agent and resolves when it waits for orders. Throws a `DrillError` when it does not come to that. */
export async function startLoadDriver(node: Node): Promise<LoadDriver> {
  let over: DrillError | undefined;
  let onReply: (reply: LoadReply | { failure: DrillError }) => void = () => {};
  let tellReady: () => void = () => {};
  let lastId = 0;
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });
  const fail = (error: DrillError) => {
    over ??= error;
    onReply({ failure: over });
    tellReady();
  };
  const command = await node.stream(agentArgv('loads', {}), (line) => {
    try {
      const message = readAgentLine(line, node.name);
      if (message.kind === 'ready') tellReady();
      if (message.kind === 'loaded') onReply(message.reply);
    } catch (error) {
      fail(error instanceof DrillError ? error : new DrillError(messageOf(error), { cause: error }));
    }
  });
  const ended = command.ended.then(({ exitCode, stderr }) => {
    const said = stderr.trim() || 'no output';
    fail(new DrillError(`The load driver in ${node.name} has ended (exit code ${exitCode ?? 'none'}): ${said}.`));
  });
  await ready;
  if (over !== undefined) throw over;
  return {
    async drive(load) {
      if (over !== undefined) throw over;
      lastId += 1;
      const id = lastId;
      const reply = await new Promise<Parameters<typeof onReply>[0]>((resolve) => {
        onReply = (one) => ('failure' in one || one.loaded === id) && resolve(one);
        command.writeLine(JSON.stringify({ ...load, id }));
      });
      if ('failure' in reply) throw reply.failure;
      if ('error' in reply) throw new DrillError(`The load could not be driven from ${node.name}: ${reply.error}`);
      return reply;
    },
    async end() {
      command.end();
      await ended;
    },
  };
}
