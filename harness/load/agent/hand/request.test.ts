import { describe, expect, it } from 'vitest';
import { readRequest, requestId } from './request.ts';

describe('readRequest', () => {
  it.each([
    { id: 1, now: true },
    { id: 2, look: 4242 },
    { id: 3, act: { do: 'power-off', initPid: 4242, address: '198.18.0.2' }, atMs: 1.5 },
    { id: 4, act: { do: 'signal', initPid: 4242, comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }, atMs: 0 },
    { id: 5, act: { do: 'annihilate', initPid: 4242, comm: 'keepalived' }, atMs: 0 },
    { id: 6, act: { do: 'freeze', initPid: 4242 }, atMs: 0 },
    { id: 7, act: { do: 'thaw', initPid: 4242 }, atMs: 0 },
  ])('takes %j', (request) => {
    expect(readRequest(JSON.stringify(request))).toEqual(request);
  });

  it.each([
    ['{"now":true}', '`id`'],
    ['{"id":1}', 'expected `now`, `look` or an `act`'],
    ['{"id":1,"act":{"do":"dance"},"atMs":0}', 'power-off, signal, annihilate, freeze, thaw'],
    ['{"id":1,"act":{"do":"toString"},"atMs":0}', 'power-off, signal, annihilate, freeze, thaw'],
    ['{"id":1,"act":{"do":"freeze","initPid":1},"atMs":0}', '`initPid` to be a whole number from 2'],
    ['{"id":1,"act":{"do":"freeze","initPid":42}}', '`atMs`'],
    ['{"id":1,"act":{"do":"signal","initPid":42,"comm":"a","signal":"SIGKILL","which":"all"},"atMs":0}', '`signal`'],
    ['{"id":1,"look":"42"}', '`look`'],
    ['now', 'JSON'],
    ['null', 'expected a JSON object, got null'],
  ])('refuses %s', (line, complaint) => {
    expect(() => readRequest(line)).toThrow(complaint);
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
