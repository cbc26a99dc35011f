import { expect, test } from 'vitest';
import { demultiplexer, lineSplitter, textCollector } from './frames.ts';

function frame(type: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function read(chunks: Buffer[]): { lines: string[]; stderr: string } {
  const lines: string[] = [];
  const stderr = textCollector();
  const sink = demultiplexer(
    lineSplitter((line) => lines.push(line)),
    stderr,
  );
  for (const chunk of chunks) sink.push(chunk);
  sink.end();
  return { lines, stderr: stderr.text() };
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
