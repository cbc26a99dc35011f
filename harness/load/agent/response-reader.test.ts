import { describe, expect, it, test } from 'vitest';
import { createResponseReader } from './response-reader.ts';

const response = 'HTTP/1.1 200 OK\r\nServer: Apache\r\nx-real-server:  rs-2 \r\nContent-Length: 5\r\n\r\nrs-2\n';
const answer = { status: 200, realServer: 'rs-2', closes: false, bytes: response.length, bodyBytes: 5 };
const rs2 = { kind: 'answer', answer };

describe('createResponseReader', () => {
  it('reads an answer however it is cut', () => {
    for (let cut = 1; cut < response.length; cut++) {
      const reader = createResponseReader();
      expect(reader.push(Buffer.from(response.slice(0, cut)))).toEqual({ kind: 'incomplete' });
      expect(reader.push(Buffer.from(response.slice(cut)))).toEqual(rs2);
    }
  });

  it('reads one answer after another', () => {
    const reader = createResponseReader();
    expect(reader.push(Buffer.from(response))).toEqual(rs2);
    expect(reader.push(Buffer.from(response.replaceAll('rs-2', 'rs-3')))).toMatchObject({
      answer: { realServer: 'rs-3' },
    });
  });

  it('takes the close of the connection as the end where no length is given', () => {
    const reader = createResponseReader();
    expect(reader.push(Buffer.from('HTTP/1.0 404 Not Found\r\n\r\nnothing'))).toEqual({ kind: 'incomplete' });
    expect(reader.end()).toEqual({
      kind: 'answer',
      answer: { status: 404, realServer: null, closes: true, bytes: 33, bodyBytes: 7 },
    });
  });

  it('counts the bytes of an answer, and not those of the next one', () => {
    const reader = createResponseReader();
    const body = 'x'.repeat(30_000);
    const large = response.replace('5\r\n\r\nrs-2\n', `30000\r\n\r\n${body}`);
    expect(reader.push(Buffer.from(large.slice(0, 100)))).toEqual({ kind: 'incomplete' });
    expect(reader.push(Buffer.from(large.slice(100, 20_000)))).toEqual({ kind: 'incomplete' });
    const behind = large.slice(20_000) + response.slice(0, 20);
    expect(reader.push(Buffer.from(behind))).toMatchObject({
      kind: 'answer',
      answer: { bytes: large.length, bodyBytes: 30_000 },
    });
    expect(reader.push(Buffer.from(response.slice(20)))).toEqual(rs2);
  });

  it('does not take half an answer for a whole one', () => {
    const reader = createResponseReader();
    reader.push(Buffer.from(response.slice(0, -1)));
    expect(reader.end()).toEqual({ kind: 'incomplete' });
  });

  it('sees that the server will close', () => {
    const closing = response.replace('Server: Apache', 'Connection: Close');
    expect(createResponseReader().push(Buffer.from(closing))).toMatchObject({ answer: { closes: true } });
  });

  it('refuses what is not HTTP, and a head without end', () => {
    expect(createResponseReader().push(Buffer.from('220 mail\r\n\r\n'))).toMatchObject({ kind: 'malformed' });
    expect(createResponseReader().push(Buffer.alloc(20_000, 'x'))).toMatchObject({ kind: 'malformed' });
  });

  it('does not find a header in the middle of a line', () => {
    const tricky = 'HTTP/1.1 200 OK\r\nA: X-Real-Server: rs-9\r\nContent-Length: 0\r\n\r\n';
    expect(createResponseReader().push(Buffer.from(tricky))).toMatchObject({ answer: { realServer: null } });
  });
});

test.each(['a\nb', '\u001b[2J', 'two words', 'é', 'x'.repeat(256), ''])('%j names no real server', (name) => {
  const answer = `HTTP/1.1 200 OK\r\nX-Real-Server: ${name}\r\nContent-Length: 0\r\n\r\n`;
  expect(createResponseReader().push(Buffer.from(answer))).toMatchObject({
    kind: 'answer',
    answer: { realServer: null },
  });
});
