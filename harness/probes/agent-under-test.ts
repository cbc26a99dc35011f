import type { Node } from '../cluster/interface.ts';

/** A node whose agent says and does what the test wants. For tests. */
export interface NodeWithAgent {
  node: Node;
  /** What the agent was told, line by line. */
  told: unknown[];
  /** The options it was started with. */
  options(): unknown;
  /** Has it print one line. */
  say(line: object): void;
  /** Ends it, as if by itself. */
  end(exitCode: number): void;
}

/** The agent is ready at once, and ends when it is told to. */
export function nodeWithAgent(name: string, pid: number | null = null): NodeWithAgent {
  const told: unknown[] = [];
  let argv: string[] = [];
  let print: (line: string) => void = () => {};
  let finish: (end: { exitCode: number | null; stderr: string }) => void = () => {};
  const ended = new Promise((resolve) => {
    finish = resolve;
  });
  const node = {
    name,
    initPid: async () => pid,
    async stream(given: string[], onLine: (line: string) => void) {
      argv = given;
      print = onLine;
      onLine('{"ready":true,"at":1}');
      return {
        writeLine: (line: string) => told.push(JSON.parse(line)),
        end: () => finish({ exitCode: 0, stderr: '' }),
        ended,
      };
    },
  } as unknown as Node;
  return {
    node,
    told,
    options: () => JSON.parse(argv.at(-1) ?? ''),
    say: (line) => print(JSON.stringify(line)),
    end: (exitCode) => finish({ exitCode, stderr: '' }),
  };
}
