import { expect, test } from 'vitest';
import { demultiplexer, lineSplitter, textCollector } from './frames.ts';
import { takeApart } from './frames-under-test.ts';

function frame(type: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function read(chunks: Buffer[]): { lines: string[]; stderr: string } {
  const { lines, text } = takeApart(chunks);
  return { lines, stderr: text };
}

const stream = Buffer.concat([frame(1, 'eins\nzwei ü'), frame(2, 'oops'), frame(1, 'ber\r\nlast'), frame(2, '!')]);
const whole = { lines: ['eins', 'zwei über', 'last'], stderr: 'oops!' };

test('two streams are told apart and lines put together', () => {
  expect(read([stream])).toEqual(whole);
});

test('it does not matter where the chunks are cut, not even inside a character', () => {
  expect(read([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
});

test('a collector keeps the end', () => {
  const collector = textCollector(3);
  collector.push(Buffer.from('abcdef'));
  expect(collector.text()).toBe('def');
});

test('a frame is handed on as it comes, however long it says that it is', () => {
  const pieces: string[] = [];
  const sink = { push: (chunk: Buffer) => void pieces.push(chunk.toString()), end: () => {} };
  const output = demultiplexer(sink, sink);
  output.push(Buffer.from([1, 0, 0, 0, 255, 255, 255, 255, 97]));
  output.push(Buffer.from('bc'));
  expect(pieces).toEqual(['a', 'bc']);
});

test('a megabyte without a line end, in small pieces, is a matter of milliseconds', () => {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  const startedAt = process.cpuUsage();
  for (let piece = 0; piece < 10_000; piece += 1) splitter.push(Buffer.alloc(100, 'a'));
  splitter.push(Buffer.from('\n'));
  expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(2000);
  expect(lines.map((line) => line.length)).toEqual([1_000_000]);
});
