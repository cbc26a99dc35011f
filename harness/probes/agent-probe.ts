import type { Node } from '../cluster/interface.ts';
import { withDeadline } from '../deadline.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { DoneLine, TriedLine } from '../load/agent/protocol.ts';
import { type AgentCommands, agentArgv } from '../load/agent-argv.ts';
import { readAgentLine } from '../load/agent-lines.ts';
import type { Observation } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { RunningProbe } from './probe.ts';

/** Starting Node takes 0.3 s on an idle lab, several times that on a busy one, ms. */
const readyDeadlineMs = 15_000;
/** The agent flushes its output and ends within 2 s (harness/load/agent/main.ts), ms. */
const endDeadlineMs = 5000;
/** Different troubles that are told; the rest is counted. */
const toldTroubles = 5;

/** An agent at work, which may be told things. */
export interface RunningAgent extends RunningProbe {
  /** Writes one line to its standard input. Throws a `DrillError` when it has ended. */
  tell(request: object): void;
  alive(): boolean;
}

/** Who hears of what an agent was told to do and has done. */
export interface Listeners {
  tried?(line: TriedLine): void;
  done?(line: DoneLine): void;
}

/** Runs one command of the agent on a node and records what it observes. */
export async function startAgentProbe<C extends keyof AgentCommands>(
  node: Node,
  command: C,
  options: AgentCommands[C],
  record: (observation: Observation) => void,
  listeners: Listeners = {},
): Promise<RunningAgent> {
  const troubles = new Map<string, number>();
  const trouble = (what: string, times = 1): void => void troubles.set(what, (troubles.get(what) ?? 0) + times);
  let ready = false;
  let end: { exitCode: number | null; stderr: string } | undefined;
  const running = await node.stream(agentArgv(command, options), (line) => {
    try {
      const message = readAgentLine(line, node.name);
      if (message.kind === 'observation') record(message.observation);
      else if (message.kind === 'ready') ready = true;
      else if (message.kind === 'tried') listeners.tried?.(message);
      else if (message.kind === 'done') listeners.done?.(message);
      else if (message.kind === 'trouble') trouble(message.trouble, message.times);
    } catch (error) {
      trouble(messageOf(error));
    }
  });
  const ended = running.ended.then((result) => {
    end = result;
  });
  await waitUntil(
    `the agent's ${command} on ${node.name} is ready`,
    async () => {
      if (end !== undefined)
        throw new DrillError(`The agent's ${command} on ${node.name} ended at once: ${howItEnded(end)}`);
      return ready;
    },
    readyDeadlineMs,
    20,
  );
  return {
    tell(request) {
      if (end !== undefined)
        throw new DrillError(`The agent's ${command} on ${node.name} has ended: ${howItEnded(end)}`);
      running.writeLine(JSON.stringify(request));
    },
    alive: () => end === undefined,
    async stop() {
      if (end !== undefined) trouble(`it ended before it was told to: ${howItEnded(end)}`);
      running.end();
      await withDeadline(ended, endDeadlineMs);
      if (end === undefined) trouble('it did not end when it was told to');
      else if (end.exitCode !== 0) trouble(howItEnded(end));
      if (troubles.size > 0) {
        throw new DrillError(`The agent's ${command} on ${node.name} could not observe everything: ${tell(troubles)}`);
      }
    },
  };
}

function howItEnded({ exitCode, stderr }: { exitCode: number | null; stderr: string }): string {
  const code = exitCode === null ? 'its node died' : `exit code ${exitCode}`;
  return `${code}${stderr.trim() === '' ? '' : `, ${stderr.trim().slice(-500)}`}`;
}

function tell(troubles: ReadonlyMap<string, number>): string {
  const told = [...troubles].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`));
  const more = told.length > toldTroubles ? `; and ${told.length - toldTroubles} others` : '';
  return `${told.slice(0, toldTroubles).join('; ')}${more}.`;
}
