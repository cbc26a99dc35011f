import type { Observation, RequestOutcome } from '../model.ts';
import { lazyList } from './lazy-list.ts';

/** The requests of a run, in little memory. */
export interface RequestColumns {
  append(request: Observation<'request'>): void;
  /** All of them, by their instants; those of one instant in the order in which they came. */
  list(): readonly Observation<'request'>[];
}

const firstCapacity = 1024;

/**
 * Requests are nearly all of a recording. As objects a million of them are 180 MB over which each garbage collection
 * walks, as columns of numbers 50 MB over which none does. What looks at one gets an object made for that look: it is
 * equal to what was appended, as far as the model knows it, and not the same as that of another look.
 */
export function requestColumns(): RequestColumns {
  const words = wordTable();
  let length = 0;
  let capacity = firstCapacity;
  let at = new Float64Array(capacity);
  let lateMs = new Float64Array(capacity);
  let latencyMs = new Float64Array(capacity);
  let texts = new Uint32Array(capacity * textColumns);
  /** 0: not known. */
  let ports = new Uint16Array(capacity);

  const grow = (): void => {
    capacity *= 2;
    at = grown(at, new Float64Array(capacity));
    lateMs = grown(lateMs, new Float64Array(capacity));
    latencyMs = grown(latencyMs, new Float64Array(capacity));
    texts = grown(texts, new Uint32Array(capacity * textColumns));
    ports = grown(ports, new Uint16Array(capacity));
  };
  const row = (index: number): Observation<'request'> => {
    const text = index * textColumns;
    const sourcePort = ports[index] ?? 0;
    return {
      series: 'request',
      at: at[index] ?? 0,
      node: words.text(texts[text]) ?? '',
      value: {
        outcome: words.text(texts[text + 1]) as RequestOutcome,
        service: words.text(texts[text + 2]) ?? '',
        source: words.text(texts[text + 3]) ?? '',
        lateMs: lateMs[index] ?? 0,
        latencyMs: latencyMs[index] ?? 0,
        realServer: words.text(texts[text + 4]),
        ...(sourcePort === 0 ? {} : { sourcePort }),
      },
    };
  };
  return {
    append({ at: instant, node, value }) {
      if (length === capacity) grow();
      at[length] = instant;
      lateMs[length] = value.lateMs;
      latencyMs[length] = value.latencyMs;
      const text = length * textColumns;
      texts[text] = words.number(node);
      texts[text + 1] = words.number(value.outcome);
      texts[text + 2] = words.number(value.service);
      texts[text + 3] = words.number(value.source);
      texts[text + 4] = words.number(value.realServer);
      ports[length] = value.sourcePort ?? 0;
      length += 1;
    },
    list() {
      const order = new Uint32Array(length).map((_, index) => index);
      order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
      return lazyList(length, (index) => row(order[index] ?? 0));
    },
  };
}

const textColumns = 5;

function grown<T extends Float64Array | Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Each text once, by a number. Number 0 is no text. */
function wordTable(): { number(text: string | null): number; text(number: number | undefined): string | null } {
  const numbers = new Map<string | null, number>([[null, 0]]);
  const known: (string | null)[] = [null];
  return {
    number(text) {
      const number = numbers.get(text);
      if (number !== undefined) return number;
      numbers.set(text, known.length);
      return known.push(text) - 1;
    },
    text: (number = 0) => known[number] ?? null,
  };
}
