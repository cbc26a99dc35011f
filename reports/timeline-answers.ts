import type { RequestPoint } from './timeline-nouns.ts';

/** Who answered, in columns of equal width from `fromS` on: counted over all requests, however many of them are drawn. */
export interface Answers {
  /** Width of a column, s. */
  stepS: number;
  /** Of each real server of the topology, and last of all others: its answers in each column, late ones too. */
  byServer: number[][];
  late: number[];
  lost: number[];
}

/** As many columns at most, so that one is some pixels wide. */
const columnsAtMost = 120;

/** Requests that a column holds at least at the prober's rate: a share of fewer says nothing. */
const requestsAtLeast = 12;

const stepsS = [1, 2, 5].flatMap((digit) => [-1, 0, 1, 2, 3].map((power) => digit * 10 ** power)).sort((a, b) => a - b);

/** Counts the requests of a span by when they were due. */
export function answersOf(
  requests: readonly RequestPoint[],
  { fromS, toS }: { fromS: number; toS: number },
  { realServers, intervalMs }: { realServers: number; intervalMs: number },
): Answers {
  const wideEnough = (step: number) =>
    step >= (requestsAtLeast * intervalMs) / 1000 && (toS - fromS) / step <= columnsAtMost;
  const stepS = stepsS.find(wideEnough) ?? Math.ceil((toS - fromS) / columnsAtMost);
  const columns = Math.max(1, Math.ceil((toS - fromS) / stepS));
  const none = () => new Array<number>(columns).fill(0);
  const answers: Answers = {
    stepS,
    byServer: Array.from({ length: realServers + 1 }, none),
    late: none(),
    lost: none(),
  };
  for (const { atS, kind, realServer } of requests) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((atS - fromS) / stepS)));
    const add = (counts: number[] | undefined) => {
      if (counts !== undefined) counts[column] = (counts[column] ?? 0) + 1;
    };
    add(kind === 'lost' ? answers.lost : answers.byServer[realServer ?? realServers]);
    if (kind === 'late') add(answers.late);
  }
  return answers;
}

/** Answers of all in one column. */
export function answeredIn({ byServer }: Answers, column: number): number {
  return byServer.reduce((sum, counts) => sum + (counts[column] ?? 0), 0);
}
