import { expect, test } from 'vitest';
import { guestCounts, parseGuestCensus } from './guest-census.ts';
import { type HostProcess, hostProcesses, ofSoak, soakVariable } from './host-processes.ts';
import { grownExactly, isOfLab, type KeptLab } from './look.ts';
import { mountPointsIn } from './mounts.ts';
import { soakVerdict } from './report.ts';
import { startCommand } from './running-suite.ts';

const one = (pid: number, pidNamespace: string, soak: string | null): HostProcess => ({
  pid,
  command: 'x',
  pidNamespace,
  namespaces: [pidNamespace],
  soak,
});

test('processes of a soak: its mark, or a namespace in which its mark has been seen', () => {
  const known = new Set<string>();
  const before = [
    one(1, 'own', null),
    one(2, 'own', 'a'),
    one(3, 'lab', 'a'),
    one(4, 'lab', null),
    one(5, 'other', 'b'),
  ];
  expect(ofSoak(before, 'a', known, 'own').map(({ pid }) => pid)).toEqual([2, 3, 4]);
  // The guardian is gone, which alone bore the mark.
  expect(ofSoak([one(4, 'lab', null), one(6, 'own', null)], 'a', known, 'own').map(({ pid }) => pid)).toEqual([4]);
});

test('a process of this soak is seen on this machine as long as it lives', async () => {
  const mark = `test-${process.pid}`;
  const command = startCommand(['lab', 'no-such-action'], { [soakVariable]: mark });
  const marked = async () => (await hostProcesses()).filter(({ soak }) => soak === mark).map(({ pid }) => pid);
  expect(await marked()).toContain(command.pid);
  const { exitCode, stderr, hung } = await command.ended;
  expect({ exitCode, hung }).toEqual({ exitCode: 64, hung: false });
  expect(stderr).toContain('no-such-action');
  expect(await marked()).toEqual([]);
});

test('the lab that is up is told from others by its own namespace', () => {
  const kept = { pid: 7, pidNamespace: 'lab' } as KeptLab;
  expect(isOfLab({ pid: 7, pidNamespace: 'own' }, kept)).toBe(true);
  expect(isOfLab({ pid: 9, pidNamespace: 'lab' }, kept)).toBe(true);
  expect(isOfLab({ pid: 9, pidNamespace: 'own' }, kept)).toBe(false);
  expect(isOfLab({ pid: 7, pidNamespace: 'own' }, null)).toBe(false);
});

const census = guestCounts.map((name, index) => `${name}=${index + 1}\r`).join('\n');

test('a census has every count, or is none', () => {
  expect(parseGuestCensus(census)).toMatchObject({ processes: 1, mounts: 3, diskUsedKiB: 10 });
  expect(() => parseGuestCensus(census.replace('shims=6', 'shims='))).toThrow(/did not say shims/);
});

test('what is exact and has grown is left', () => {
  const before = parseGuestCensus(census);
  expect(grownExactly(before, { ...before, dockerdFds: 900, netnsFiles: 40, shims: 5 })).toEqual([]);
  expect(grownExactly(before, { ...before, mounts: 4 })).toEqual(['mounts: 3 when the lab came up, 4 now']);
});

test('mount points are read with the blanks in them', () => {
  const text = '22 1 0:20 / /proc rw - proc proc rw\n90 22 0:61 / /tmp/a\\040b rw - tmpfs x rw,size=1m\n';
  expect(mountPointsIn(text)).toEqual(['/proc', '/tmp/a b']);
});

test('a soak passes when all was performed and held; what was not performed proves nothing', () => {
  const held = { broken: [], error: null };
  const broken = { broken: [{ invariant: 'ends', sentence: 'No.' }], error: null };
  expect(soakVerdict([held, held], [{ verdict: 'steady' }, { verdict: 'too-few' }], 2)).toBe('pass');
  expect(soakVerdict([held], [], 2)).toBe('unknown');
  expect(soakVerdict([], [], 0)).toBe('unknown');
  expect(soakVerdict([held, { broken: [], error: 'no lab' }], [], 2)).toBe('unknown');
  expect(soakVerdict([held, broken], [], 2)).toBe('fail');
  expect(soakVerdict([held, held], [{ verdict: 'grows' }], 2)).toBe('fail');
});
