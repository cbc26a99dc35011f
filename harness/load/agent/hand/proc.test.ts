import { describe, expect, it } from 'vitest';
import {
  hasComm,
  interfaceWithAddress,
  isGone,
  linkFlags,
  mountPoints,
  parseCgroupPath,
  parseFrozen,
  parseStat,
} from './proc.ts';

const stat = (comm: string, state = 'S') =>
  `4242 (${comm}) ${state} 1 4242 4242 0 -1 4194560 600 0 0 0 12 3 0 0 20 0 1 0 987654 11000000 900 18446744073709551615\n`;

describe('parseStat', () => {
  it('reads what is needed', () => {
    expect(parseStat(stat('keepalived'))).toEqual({ pid: 4242, comm: 'keepalived', state: 'S', startTicks: 987654 });
  });

  it('is not misled by a command with blanks and parentheses', () => {
    expect(parseStat(stat(') R 1 (x'))).toMatchObject({ comm: ') R 1 (x', state: 'S', startTicks: 987654 });
  });

  it('refuses what is no stat line', () => {
    expect(parseStat('')).toBeNull();
    expect(parseStat('4242 (cut) S 1')).toBeNull();
  });
});

describe('isGone', () => {
  it('counts zombies as gone, stopped and uninterruptible processes as living', () => {
    const states = ['R', 'S', 'D', 'T', 't', 'Z', 'X'].map((state) => isGone(parseStat(stat('x', state))));
    expect(states).toEqual([false, false, false, false, false, true, true]);
    expect(isGone(null)).toBe(true);
  });
});

describe('hasComm', () => {
  it('knows that the kernel cuts names to 15 characters', () => {
    const long = parseStat(stat('keepalived_vrrp')) ?? expect.fail();
    expect(hasComm(long, 'keepalived_vrrp_process')).toBe(true);
    expect(hasComm(long, 'keepalived')).toBe(false);
  });
});

describe('parseCgroupPath', () => {
  it('reads the line of version 2', () => {
    expect(parseCgroupPath('0::/docker/4f5e\n')).toBe('/docker/4f5e');
    expect(parseCgroupPath('9:name=systemd:/\n6:freezer:/docker/4f5e\n0::/../4f5e\n')).toBe('/../4f5e');
  });

  it('finds none on a machine with version 1 only', () => {
    expect(parseCgroupPath('6:freezer:/docker/4f5e\n1:cpu:/docker/4f5e\n')).toBeNull();
  });
});

describe('parseFrozen', () => {
  it('reads cgroup.events', () => {
    expect(parseFrozen('populated 1\nfrozen 1\n')).toBe(true);
    expect(parseFrozen('populated 1\nfrozen 0\n')).toBe(false);
    expect(parseFrozen('populated 1\n')).toBeNull();
  });
});

describe('interfaceWithAddress', () => {
  const output = JSON.stringify([
    { ifname: 'lo', addr_info: [{ local: '127.0.0.1' }, { local: '198.18.0.100' }] },
    { ifname: 'eth1', addr_info: [{ local: '198.18.0.2' }, { local: '198.18.0.200' }] },
    { ifname: 'eth0', addr_info: [] },
    {},
  ]);

  it('finds the interface by any of its addresses', () => {
    expect(interfaceWithAddress(output, '198.18.0.200')).toBe('eth1');
    expect(interfaceWithAddress(output, '198.18.0.3')).toBeNull();
  });
});

describe('linkFlags', () => {
  it('reads the flags of the link, and none of no link', () => {
    expect(linkFlags('[{"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP"]}]\n')).toEqual([
      'BROADCAST',
      'MULTICAST',
      'UP',
    ]);
    expect(linkFlags('[]')).toEqual([]);
  });
});

describe('mountPoints', () => {
  it('reads where something is mounted', () => {
    const text =
      '36 35 98:0 / / rw - overlay overlay rw\n' +
      '37 36 98:0 /c/hosts /etc/hosts rw,relatime master:1 - ext4 /dev/ubda rw\n' +
      '38 36 0:3 / /mnt/a\\040b rw - tmpfs tmpfs rw\n';
    expect(mountPoints(text)).toEqual(['/', '/etc/hosts', '/mnt/a b']);
  });
});
