import { describe, expect, it } from 'vitest';
import { readRequest, requestId } from './request.ts';

const network = { do: 'network', initPid: 4242, address: '198.18.0.2', tool: 'tc' };

describe('readRequest', () => {
  it.each([
    { id: 1, now: true },
    { id: 2, look: 4242 },
    { id: 3, act: { do: 'power-off', initPid: 4242, addresses: ['198.18.0.2', '198.18.1.2'] }, atMs: 1.5 },
    { id: 4, act: { do: 'signal', initPid: 4242, comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }, atMs: 0 },
    { id: 5, act: { do: 'annihilate', initPid: 4242, comm: 'keepalived' }, atMs: 0 },
    { id: 6, act: { do: 'freeze', initPid: 4242 }, atMs: 0 },
    { id: 7, act: { do: 'thaw', initPid: 4242 }, atMs: 0 },
    { id: 8, act: { do: 'link', initPid: 4242, address: '198.18.0.2', up: false }, atMs: 0 },
    { id: 9, act: { ...network, prepare: [], strike: ['qdisc del dev @LINK@ clsact'] }, atMs: 0 },
    { id: 17, act: { ...network, prepare: [], strike: ['x'], undo: { afterMs: 303, lines: ['y'] } }, atMs: 0 },
    { id: 10, act: { do: 'write-file', initPid: 4242, path: '/etc/x', content: '' }, atMs: 0 },
    { id: 11, act: { do: 'write-file', initPid: 4242, path: '/etc/..x', content: null }, atMs: 0 },
    { id: 12, act: { do: 'cpu-quota', initPid: 4242, quotaUs: 1000, periodUs: 1_000_000 }, atMs: 0 },
    { id: 13, act: { do: 'cpu-quota', initPid: 4242, quotaUs: null, periodUs: 100_000 }, atMs: 0 },
    { id: 15, read: ['/proc/42/net/dev', '/sys/fs/cgroup/docker/x/cpu.stat'] },
    { id: 16, read: ['/proc/stat'], atMs: 1.5 },
    { id: 14, inspect: { initPid: 4242, address: '198.18.0.2', tool: 'ip', args: ['-j', 'neigh'] } },
  ])('takes %j', (request) => {
    expect(readRequest(JSON.stringify(request))).toEqual(request);
  });

  it.each([
    ['{"now":true}', '`id`'],
    ['{"id":1}', 'expected `now`, `look`, `inspect`, `read` or an `act`'],
    ['{"id":1,"act":{"do":"dance"},"atMs":0}', `power-off, signal, annihilate, freeze, thaw, link`],
    ['{"id":1,"act":{"do":"toString"},"atMs":0}', 'power-off, signal, annihilate, freeze, thaw'],
    ['{"id":1,"act":{"do":"freeze","initPid":1},"atMs":0}', '`initPid` to be a whole number from 2'],
    ['{"id":1,"act":{"do":"freeze","initPid":42}}', '`atMs`'],
    ['{"id":1,"act":{"do":"signal","initPid":42,"comm":"a","signal":"SIGINT","which":"all"},"atMs":0}', '`signal`'],
    ['{"id":1,"look":"42"}', '`look`'],
    ['{"id":1,"read":["../passwd"]}', '`read`'],
    ['{"id":1,"read":[]}', '`read`'],
    ['{"id":1,"read":["/proc/stat"],"atMs":"soon"}', '`atMs`'],
    ['now', 'JSON'],
    ['null', 'expected a JSON object, got null'],
  ])('refuses %s', (line, complaint) => {
    expect(() => readRequest(line)).toThrow(complaint);
  });
});

describe('readRequest of acts', () => {
  const refuse = (act: object, complaint: RegExp) =>
    expect(() => readRequest(JSON.stringify({ id: 1, act, atMs: 0 }))).toThrow(complaint);

  it.each([
    [{ tool: 'nft' }, /`tool` to be ip or tc/],
    [{ address: 'eth0' }, /`address`/],
    [{ prepare: undefined }, /`prepare`/],
    [{ prepare: [''] }, /`prepare`/],
    [{ strike: [] }, /`strike` to be a list of at least 1/],
    [{ undo: { afterMs: -1, lines: ['x'] } }, /`undo` to be `afterMs` up to/],
    [{ undo: { afterMs: 1, lines: ['x\ny'] } }, /`undo`/],
    [{ undo: { afterMs: 1, lines: [] } }, /`undo`/],
    [{ strike: ['qdisc del dev lo root\nqdisc del dev eth0 root'] }, /`strike` .*one line/],
  ])('refuses a network act with %j', (part, complaint) => {
    refuse({ ...network, prepare: [], strike: ['link set dev lo up'], ...part }, complaint);
  });

  it.each(['etc/x', '/etc/', '/', '/etc/../x', '/etc/./x', '/..', '/a\0b', 7])('refuses to write %j', (path) => {
    refuse({ do: 'write-file', initPid: 42, path, content: '' }, /`path` to be an absolute path/);
  });

  it('refuses content that is neither text nor null, a link that is half up, and quotas that the kernel refuses', () => {
    refuse({ do: 'write-file', initPid: 42, path: '/x' }, /`content` to be a string, or null/);
    refuse({ do: 'link', initPid: 42, address: '198.18.0.2', up: 1 }, /`up`/);
    refuse(
      { do: 'cpu-quota', initPid: 42, quotaUs: 999, periodUs: 100_000 },
      /`quotaUs` to be a whole number from 1000/,
    );
    refuse({ do: 'cpu-quota', initPid: 42, quotaUs: 1000, periodUs: 1_000_001 }, /`periodUs`/);
  });

  it('refuses to inspect with another tool, or without arguments', () => {
    const inspect = (part: object) => () =>
      readRequest(
        JSON.stringify({ id: 1, inspect: { initPid: 42, address: '198.18.0.2', tool: 'ip', args: ['link'], ...part } }),
      );
    expect(inspect({ tool: 'sh' })).toThrow(/`tool` to be ip or tc/);
    expect(inspect({ args: [] })).toThrow(/`args`/);
    expect(inspect({ args: [7] })).toThrow(/`args`/);
  });
});

describe('requestId', () => {
  it('finds the id of a bad request, so that its error reaches who asked', () => {
    expect(requestId('{"id":7,"act":5}')).toBe(7);
    expect(requestId('{"id":"seven"}')).toBeNull();
    expect(requestId('null')).toBeNull();
    expect(requestId('rubbish')).toBeNull();
  });
});
