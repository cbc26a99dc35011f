import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../harness/load/agent/frames.ts';
import { readRequest, requestId } from '../../harness/load/agent/hand/request.ts';
import { createPcapParser } from '../../harness/load/agent/pcap.ts';
import { createResponseReader, type ReadResult } from '../../harness/load/agent/response-reader.ts';
import { readTrafficOrder } from '../../harness/load/agent/traffic-order.ts';
import { readAgentLine } from '../../harness/load/agent-lines.ts';
import { observationParser } from '../../harness/store/parse-observation.ts';
import { everyCase, expectLinear, outcomeOf, outcomeOfPlain } from './fuzz.ts';
import { bytes, cuts, damaged, deepJson, hostileJson, hostileText, pieces } from './hostile.ts';

const observations = fc.constantFrom(
  '{"series":"request","at":1,"value":{"outcome":"ok","service":"198.18.0.10:80","source":"198.18.0.5","lateMs":0,"latencyMs":1,"realServer":"a"}}',
  '{"series":"garp","at":1,"value":{"address":"198.18.0.5","mac":"02:42:c6:12:00:0b"}}',
  '{"series":"clock-offset","at":1,"value":{"offsetMs":1,"boundMs":1}}',
  '{"ready":true,"at":1}',
  '{"trouble":"x","at":1,"times":1}',
  '{"id":1,"atMs":5}',
  '{"id":1,"stdout":"x"}',
  '{"throughput":{}}',
);

describe('lines of an agent', () => {
  test('say something, or are refused; what they say can be stored and read back', async () => {
    const made = fc
      .tuple(fc.constantFrom('series', 'ready', 'trouble', 'id', '__proto__', 'at', 'value'), hostileJson)
      .map(([key, value]) => `{${JSON.stringify(key)}:${JSON.stringify(value)}}`);
    await everyCase(
      fc.oneof(
        damaged(observations),
        made,
        hostileText,
        hostileJson.map((one) => JSON.stringify(one)),
      ),
      (line) => {
        const outcome = outcomeOf(() => readAgentLine(line, 'client-1'));
        if ('refused' in outcome || outcome.value.kind !== 'observation') return;
        const stored = observationParser()(JSON.stringify(outcome.value.observation));
        expect(stored).toEqual({ observation: outcome.value.observation });
      },
    );
    outcomeOf(() => readAgentLine(deepJson(100_000), 'client-1'));
    outcomeOf(() => readAgentLine(`{"series":${deepJson(100_000)}}`, 'client-1'));
  });

  test('orders for it', async () => {
    const orders = fc.constantFrom(
      '{"id":1,"now":true}',
      '{"id":1,"act":{"do":"write-file","initPid":5,"path":"/etc/x","content":"y"},"atMs":0}',
      '{"id":1,"act":{"do":"network","initPid":5,"address":"198.18.0.5","tool":"tc","prepare":[],"strike":["qdisc show"]},"atMs":0}',
      '{"id":1,"inspect":{"initPid":5,"address":"198.18.0.5","tool":"ip","args":["link"]}}',
      '{"order":1,"trial":1,"service":{"vip":"198.18.0.5","port":80},"sources":["198.18.0.5"],"balance":{},"deadlineMs":100,"limitMs":1000}',
      '{"id":1,"act":{"do":"constructor"},"atMs":0}',
    );
    await everyCase(
      fc.oneof(
        damaged(orders),
        hostileText,
        hostileJson.map((one) => JSON.stringify(one)),
      ),
      (line) => {
        outcomeOf(() => requestId(line));
        outcomeOfPlain(() => readTrafficOrder(line));
        outcomeOfPlain(() => readRequest(line));
      },
    );
  });

  test('no order makes the hand write outside of the paths it names, or two commands of one line', async () => {
    await everyCase(hostileText, (text) => {
      const write = { id: 1, act: { do: 'write-file', initPid: 5, path: `/etc/${text}`, content: text }, atMs: 0 };
      if ('value' in outcomeOfPlain(() => readRequest(JSON.stringify(write)))) {
        expect(`/etc/${text}`.split('/')).not.toContain('..');
        expect(text).not.toContain('\0');
      }
      const batch = {
        do: 'network',
        initPid: 5,
        address: '198.18.0.5',
        tool: 'tc',
        prepare: [],
        strike: [`a ${text}`],
      };
      if ('value' in outcomeOfPlain(() => readRequest(JSON.stringify({ id: 1, act: batch, atMs: 0 })))) {
        expect(text).not.toMatch(/[\n\r]/);
      }
    });
  });
});

describe('frames and captures', () => {
  const arp = Buffer.from(
    'ffffffffffff0242c612000b08060001080006040001' + '0242c612000bc612000a000000000000c612000a',
    'hex',
  );
  const vrrp = Buffer.from(
    '01005e0000120242c612000b08004500002800000000ff700000c612000be0000012' +
      '21336401010100000000c612000a0000000000000000',
    'hex',
  );

  function capture(packets: readonly Uint8Array[], little: boolean, nano: boolean, length?: number): Buffer {
    const u32 = (value: number) => {
      const four = Buffer.alloc(4);
      if (little) four.writeUInt32LE(value >>> 0);
      else four.writeUInt32BE(value >>> 0);
      return four;
    };
    const head = [nano ? 0xa1b23c4d : 0xa1b2c3d4, 0x00020004, 0, 0, 262_144, 1].map(u32);
    const records = packets.flatMap((packet) => [
      u32(1_700_000_000),
      u32(999),
      u32(length ?? packet.length),
      u32(packet.length),
      packet,
    ]);
    return Buffer.concat([...head, ...records]);
  }

  const frame = fc.oneof(
    bytes,
    fc.tuple(fc.constantFrom(arp, vrrp), fc.nat(), fc.nat(255), fc.nat(80)).map(([valid, at, value, keep]) => {
      const copy = Buffer.from(valid);
      copy[at % copy.length] = value;
      return keep > 70 ? copy.subarray(0, keep % copy.length) : copy;
    }),
  );
  const file = fc
    .tuple(
      fc.array(frame, { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.nat(2 ** 32 - 1), { nil: undefined, freq: 4 }),
      fc.nat(4000),
    )
    .map(([packets, little, nano, length, cut]) =>
      capture(packets, little, nano, length).subarray(0, cut > 3000 ? cut - 3000 : undefined),
    );

  test('a frame is an advert, a gratuitous ARP or nothing', async () => {
    expect(decodeFrame(arp)?.series).toBe('garp');
    expect(decodeFrame(vrrp)?.series).toBe('advert');
    await everyCase(frame, (one) => {
      const outcome = outcomeOf(() => decodeFrame(one));
      if (!('value' in outcome) || outcome.value === null) return;
      const line = JSON.stringify({ ...outcome.value, at: 1 });
      expect(readAgentLine(line, 'client-1').kind).toBe('observation');
    });
  });

  test('a capture gives the same packets in whichever pieces it comes, or is refused', async () => {
    await everyCase(fc.tuple(fc.oneof(file, bytes), cuts), ([all, places]) => {
      const whole = outcomeOfPlain(() => createPcapParser().push(all));
      const parser = createPcapParser();
      const parts = outcomeOfPlain(() => pieces(all, places).flatMap((piece) => parser.push(piece)));
      if ('value' in whole && 'value' in parts) expect(parts.value).toEqual(whole.value);
      else expect(parts).toEqual(whole);
    });
  });

  test('in a time in proportion to its length', () => {
    expectLinear((times) =>
      createPcapParser().push(
        capture(
          Array.from({ length: times }, () => arp),
          true,
          false,
        ),
      ),
    );
    expectLinear((times) => {
      const parser = createPcapParser();
      const all = capture(
        Array.from({ length: times / 10 }, () => vrrp),
        true,
        false,
      );
      for (let at = 0; at < all.length; at += 7) parser.push(all.subarray(at, at + 7));
    });
  });
});

describe('HTTP answers', () => {
  const header = fc.oneof(
    fc.constantFrom(
      'Content-Length: 3',
      'Content-Length: 99999999999999999999999',
      'Content-Length: -1',
      'Connection: close',
    ),
    fc
      .tuple(fc.constantFrom('X-Real-Server', 'x-real-server', 'Content-Length', 'Connection'), hostileText)
      .map((both) => both.join(': ')),
  );
  const answer = fc
    .tuple(
      fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.0 500 x', 'HTTP/1.1 999 ', 'HTTP/2 200', ''),
      fc.array(header, { maxLength: 4 }),
      hostileText,
    )
    .map(([status, headers, body]) => [status, ...headers, '', body].join('\r\n'));

  const readAll = (chunks: readonly Buffer[]): ReadResult[] => {
    const reader = createResponseReader();
    const results: ReadResult[] = [];
    for (const chunk of chunks) {
      const result = reader.push(chunk);
      results.push(result);
      if (result.kind !== 'incomplete') return results;
    }
    return [...results, reader.end()];
  };

  test('are read, not yet whole, or malformed', async () => {
    await everyCase(fc.tuple(damaged(answer), cuts), ([text, places]) => {
      const all = Buffer.from(text);
      for (const chunks of [[all], pieces(all, places)]) {
        const outcome = outcomeOf(() => readAll(chunks));
        if (!('value' in outcome)) throw outcome.refused;
        for (const result of outcome.value) {
          if (result.kind !== 'answer') continue;
          expect(Number.isSafeInteger(result.answer.bytes)).toBe(true);
          expect(result.answer.bytes).toBeGreaterThanOrEqual(result.answer.bodyBytes);
          expect(result.answer.realServer ?? '').not.toMatch(/[\r\n]/);
        }
      }
    });
  });

  test('the last word is the same in whichever pieces it comes', async () => {
    await everyCase(fc.tuple(answer, cuts), ([text, places]) => {
      const all = Buffer.from(text);
      const [whole, parts] = [readAll([all]).at(-1), readAll(pieces(all, places)).at(-1)];
      // What is quoted of something malformed is what there is by then.
      if (whole?.kind === 'malformed') expect(parts?.kind).toBe('malformed');
      else expect(parts).toEqual(whole);
    });
  });

  test('in a time in proportion to their length', () => {
    for (const one of ['a', '\r\n', '\r', 'x-real-server:', ' ', 'connection: a\r\n'])
      expectLinear((times) => {
        const reader = createResponseReader();
        const all = Buffer.from(`HTTP/1.1 200 OK\r\n${one.repeat(times)}`);
        for (let at = 0; at < all.length && at < 20_000; at += 100) reader.push(all.subarray(at, at + 100));
        createResponseReader().push(Buffer.concat([all, Buffer.from('\r\n\r\n')]));
      });
  });
});
