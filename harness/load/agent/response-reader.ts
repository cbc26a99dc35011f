/** One HTTP answer, reduced to what the load needs. */
export interface Answer {
  status: number;
  /** The `X-Real-Server` header: who answered. Null without one, and for what cannot be a name. */
  realServer: string | null;
  /** The server said that it will close the connection. */
  closes: boolean;
  /** Head and body. */
  bytes: number;
  /** Of these the body. */
  bodyBytes: number;
}

export type ReadResult =
  | { kind: 'incomplete' }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'malformed'; why: string };

/** Reads the answers on one connection, one after another. */
export interface ResponseReader {
  push(chunk: Buffer): ReadResult;
  /** The peer has closed: an answer without a length ends here (RFC 9112 6.3). */
  end(): ReadResult;
}

const headLimitBytes = 16 * 1024;
const incomplete: ReadResult = { kind: 'incomplete' };

/**
 * A reader for answers with a Content-Length, or ended by the close of the connection: all that our real servers
 * send. Node's own HTTP client costs several times as much per request, and its agent hides on which connection an
 * answer came. Of a body it keeps nothing but the count.
 */
export function createResponseReader(): ResponseReader {
  /** What has come of a head, or what came behind an answer. */
  let text = '';
  let head: { answer: Omit<Answer, 'bytes' | 'bodyBytes'>; headBytes: number; lengthBytes: number | null } | null =
    null;
  let bodyBytes = 0;

  return {
    push(chunk) {
      if (head === null) {
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return text.length > headLimitBytes ? malformed('the head of the answer is too long') : incomplete;
        const parsed = parseHead(text.slice(0, end + 2));
        if (parsed === null) return malformed(`not an HTTP answer: ${JSON.stringify(text.slice(0, 40))}`);
        head = { ...parsed, headBytes: end + 4 };
        bodyBytes = text.length - head.headBytes;
        text = text.slice(head.headBytes + (head.lengthBytes ?? bodyBytes));
      } else {
        bodyBytes += chunk.length;
        const behind = head.lengthBytes === null ? 0 : bodyBytes - head.lengthBytes;
        if (behind > 0) text = chunk.toString('latin1', chunk.length - behind);
      }
      if (head.lengthBytes === null || bodyBytes < head.lengthBytes) return incomplete;
      const answer = { ...head.answer, bytes: head.headBytes + head.lengthBytes, bodyBytes: head.lengthBytes };
      head = null;
      return { kind: 'answer', answer };
    },
    end() {
      if (head === null || head.lengthBytes !== null) return incomplete;
      return { kind: 'answer', answer: { ...head.answer, bytes: head.headBytes + bodyBytes, bodyBytes } };
    },
  };
}

function malformed(why: string): ReadResult {
  return { kind: 'malformed', why };
}

function parseHead(head: string): { answer: Omit<Answer, 'bytes' | 'bodyBytes'>; lengthBytes: number | null } | null {
  const status = /^HTTP\/1\.([01]) (\d{3})[ \r]/.exec(head);
  if (status === null) return null;
  const lengthBytes = header(head, 'content-length');
  const connection = header(head, 'connection')?.toLowerCase();
  return {
    answer: {
      status: Number(status[2]),
      realServer: nameIn(header(head, 'x-real-server')),
      closes: connection === 'close' || (status[1] === '0' && connection !== 'keep-alive'),
    },
    lengthBytes: lengthBytes !== null && /^\d+$/.test(lengthBytes) ? Number(lengthBytes) : null,
  };
}

function header(head: string, name: 'content-length' | 'connection' | 'x-real-server'): string | null {
  return patterns[name].exec(head)?.[1]?.trim() ?? null;
}

/** Visible ASCII, as long as a host name may be (RFC 1123 2.1): a name ends in logs, reports and terminals. */
function nameIn(value: string | null): string | null {
  return value !== null && /^[\x21-\x7e]{1,255}$/.test(value) ? value : null;
}

const patterns = {
  'content-length': /\r\ncontent-length:([^\r]*)\r\n/i,
  connection: /\r\nconnection:([^\r]*)\r\n/i,
  'x-real-server': /\r\nx-real-server:([^\r]*)\r\n/i,
};
