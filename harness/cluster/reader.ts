import { DrillError } from '../errors.ts';
import type { Node } from './interface.ts';

/** Reads files of the engine's /proc, without starting a process in any node. */
export interface Reader {
  /** Contents in the order of `paths`; null for a file that cannot be read. Paths without blanks. */
  read(paths: readonly string[]): Promise<(string | null)[]>;
  end(): void;
}

/** ASCII "record separator" after each file; before it a line that tells whether the file could be read. */
const separator = '\x1e';
const script = `while read -r paths; do
  for path in $paths; do
    if cat "$path" 2> /dev/null; then printf '\\n+\\036\\n'; else printf '\\n-\\036\\n'; fi
  done
done`;

/** A read takes some milliseconds; this means that the engine hangs. */
const answerDeadlineMs = 15_000;

/**
 * Starts a reader in the hand's container, which shares the engine's process namespace: `/proc/<pid>/net` shows the
 * network of any node, also of a frozen one. One process for the whole run, because starting a command in a container
 * costs a lab about 150 ms of its only processor.
 */
export async function startReader(hand: Node): Promise<Reader> {
  const collected: string[] = [];
  let answers: (string | null)[] = [];
  let onAnswer: (() => void) | undefined;
  let over: DrillError | undefined;
  const command = await hand.stream(['sh', '-c', script], (line) => {
    if (!line.endsWith(separator)) return void collected.push(line);
    answers.push(line.startsWith('+') ? collected.join('\n') : null);
    collected.length = 0;
    onAnswer?.();
  });
  void command.ended.then(({ stderr }) => {
    over ??= new DrillError(`The reader in the hand's container has ended: ${stderr.trim() || 'no output'}`);
    onAnswer?.();
  });

  async function readNow(paths: readonly string[]): Promise<(string | null)[]> {
    answers = [];
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        onAnswer = () => (over === undefined ? answers.length >= paths.length && resolve() : reject(over));
        timer = setTimeout(() => {
          over = new DrillError(`The engine did not read ${paths.join(' ')} within ${answerDeadlineMs} ms`);
          reject(over);
        }, answerDeadlineMs);
        command.writeLine(paths.join(' '));
      });
      return answers;
    } finally {
      onAnswer = undefined;
      clearTimeout(timer);
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  return {
    async read(paths) {
      if (paths.length === 0) return [];
      const mine = turn.then(() => (over === undefined ? readNow(paths) : Promise.reject(over)));
      turn = mine.catch(() => {});
      return mine;
    },
    end() {
      over ??= new DrillError("The reader in the hand's container has ended: it was told to");
      command.end();
    },
  };
}

/**
 * The addresses that a network namespace has, and on how many interfaces, from its `/proc/<pid>/net/fib_trie`
 * (`fib_trie_seq_show` in net/ipv4/fib_trie.c: a leaf's address, then a line per route, of which `host LOCAL` is an address
 * of its own on one interface). It does not say which. Two tables that the kernel has merged are both printed whole.
 */
export function localAddresses(fibTrie: string): Map<string, number> {
  const most = new Map<string, number>();
  let table = new Map<string, number>();
  let leaf = '';
  for (const line of fibTrie.split('\n')) {
    const address = /^\s*\|-- (\S+)$/.exec(line)?.[1];
    if (address !== undefined) leaf = address;
    else if (/^\S.*:$/.test(line)) table = new Map();
    else if (/^\s*\/32 host LOCAL/.test(line)) {
      const times = (table.get(leaf) ?? 0) + 1;
      table.set(leaf, times);
      most.set(leaf, Math.max(times, most.get(leaf) ?? 0));
    }
  }
  return most;
}
