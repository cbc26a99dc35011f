import { demultiplexer, lineSplitter, textCollector } from './frames.ts';

/** Test support: both streams of an output that came in such pieces; the second keeps its last `keptChars` characters. */
export function takeApart(chunks: readonly Buffer[], keptChars?: number): { lines: string[]; text: string } {
  const lines: string[] = [];
  const text = textCollector(keptChars);
  const output = demultiplexer(
    lineSplitter((line) => lines.push(line)),
    text,
  );
  for (const chunk of chunks) output.push(chunk);
  output.end();
  return { lines, text: text.text() };
}
