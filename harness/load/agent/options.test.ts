import { describe, expect, it } from 'vitest';
import { address, addresses, httpUrl, integer, listOfObjects, number, optional, readOptions, text } from './options.ts';

const fields = { vip: address, port: integer(1, 65535), pauseMs: number(0.5, 2), name: optional(text) };

describe('readOptions', () => {
  it('returns what is right', () => {
    const options = { vip: '198.18.0.100', port: 80, pauseMs: 0.5 };
    expect(readOptions(JSON.stringify(options), fields)).toEqual(options);
    expect(readOptions(JSON.stringify({ ...options, name: 'x' }), fields)).toEqual({ ...options, name: 'x' });
  });

  it('names every mistake at once', () => {
    expect(() => readOptions('{"vip":"a.b","port":80.5,"name":"","vpi":1}', fields)).toThrow(
      [
        'expected the `vip` option to be an IPv4 address, got `"a.b"`',
        'expected the `port` option to be a whole number from 1 to 65535, got `80.5`',
        'expected the `pauseMs` option to be a number from 0.5 to 2, got nothing',
        'expected the `name` option to be a string that is not empty, got `""`',
        'unknown option `vpi` (known: vip, port, pauseMs, name)',
      ].join('\n'),
    );
  });

  it.each(['[]', 'null', '5', '{', ''])('refuses %j, which is no object', (json) => {
    expect(() => readOptions(json, fields)).toThrow(/expected the options to be one JSON object, got/);
  });
});

describe('fields', () => {
  it('tell addresses from other things', () => {
    expect(address.accepts('198.18.0.1')).toBe(true);
    expect(address.accepts('198.18.0')).toBe(false);
    expect(address.accepts('::1')).toBe(false);
    expect(addresses.accepts(['198.18.0.1', '198.18.0.2'])).toBe(true);
    expect(addresses.accepts([])).toBe(false);
    expect(addresses.accepts(['198.18.0.1', 'eth0'])).toBe(false);
  });

  it('take a list of whole objects only', () => {
    const services = listOfObjects({ vip: address, port: integer(1, 65535) });
    expect(services.accepts([{ vip: '198.18.0.100', port: 80 }])).toBe(true);
    expect(services.expected).toBe(
      'a list of at least one of `vip` (an IPv4 address), `port` (a whole number from 1 to 65535)',
    );
    const wrong = [[], {}, [null], [{ vip: '198.18.0.100' }], [{ vip: '198.18.0.100', port: 80, weight: 1 }]];
    expect(wrong.map((value) => services.accepts(value))).toEqual(wrong.map(() => false));
  });

  it('take http URLs only', () => {
    expect(httpUrl.accepts('http://198.18.0.100:80/')).toBe(true);
    expect(httpUrl.accepts('https://198.18.0.100/')).toBe(false);
    expect(httpUrl.accepts('198.18.0.100')).toBe(false);
  });

  it('take the ends of a range and nothing beyond', () => {
    expect([0, 1, 3, 4].map((value) => integer(1, 3).accepts(value))).toEqual([false, true, true, false]);
    expect(number(2, 1000).accepts(Number.NaN)).toBe(false);
    expect(number(2, 1000).accepts('5')).toBe(false);
  });
});
