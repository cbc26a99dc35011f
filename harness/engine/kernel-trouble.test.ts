import { expect, test } from 'vitest';
import { linesAfter, troubleIn } from './kernel-trouble.ts';

test.each([
  'BUG: Bad page map in process sh  pte:00000 pmd:00000',
  'Oops: general protection fault 0000 [#1]',
  'Call Trace:',
  'Bad page state in process node  pfn:1f2a',
  'Kernel panic - not syncing: No working init found.',
])('%s is trouble', (line) => {
  expect(troubleIn(`IPVS: ipvs loaded.\n${line}\nlvs-drill: ready`)).toEqual([line]);
});

test('an ordinary boot is no trouble', () => {
  const boot =
    'Linux version 7.2.7 (debian-kernel)\r\nDEBUG: nothing\r\nIPVS: [rr] scheduler registered.\r\nlvs-drill: ready';
  expect(troubleIn(boot)).toEqual([]);
});

test('only what was logged since counts; all of it when the mark has gone', () => {
  const dmesg = '[    0.9] BUG: at boot\n[   93.1] IPVS: [rr] scheduler registered.\n[  193.5] Call Trace:\n <TASK>\n';
  expect(troubleIn(linesAfter(dmesg, '[   93.1] IPVS: [rr] scheduler registered.'))).toEqual(['[  193.5] Call Trace:']);
  expect(troubleIn(linesAfter(dmesg, '[  193.5] Call Trace:'))).toEqual([]);
  expect(troubleIn(linesAfter(dmesg, '[   10.0] long ago'))).toEqual([
    '[    0.9] BUG: at boot',
    '[  193.5] Call Trace:',
  ]);
});
