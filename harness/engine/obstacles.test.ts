import { expect, test } from 'vitest';
import { machineError } from '../errors.ts';
import type { KernelAbilities } from './kernel-probe.ts';
import { addressObstacle, connectionObstacle, engineObstacle, kernelObstacle, withNativeRemedy } from './obstacles.ts';

const socket = 'unix:///var/run/docker.sock';

test('an address for ssh is refused with the command that makes it a socket', () => {
  const obstacle = addressObstacle('ssh://me@far.example:2222');
  expect(obstacle?.why).toContain('ssh://me@far.example:2222');
  expect(obstacle?.remedy).toContain('ssh -nNT -p 2222 -L /tmp/docker.sock:/var/run/docker.sock me@far.example`');
});

test.each(['unix:///x', 'tcp://10.0.0.1:2375', 'https://far:2376', '10.0.0.1:2375'])('%s is an address', (address) => {
  expect(addressObstacle(address)).toBeNull();
});

test.each([
  [{ code: 'EACCES', message: 'connect EACCES /var/run/docker.sock' }, socket, 'may not use', '--groups docker'],
  [{ code: 'ENOENT', message: 'connect ENOENT /var/run/docker.sock' }, socket, 'no Docker engine', 'systemctl start'],
  [{ code: 'ECONNREFUSED', message: 'ECONNREFUSED' }, 'tcp://far:2375', 'tcp://far:2375', 'DOCKER_HOST'],
  [
    { statusCode: 400, message: 'Client sent an HTTP request to an HTTPS server.' },
    'tcp://far:2375',
    'HTTPS',
    'DOCKER_CERT_PATH',
  ],
])('%j at %s is told with what to do', (error, dockerHost, why, remedy) => {
  const obstacle = connectionObstacle(dockerHost, Object.assign(new Error(error.message), error));
  expect(obstacle.why).toContain(why);
  expect(obstacle.remedy).toContain(remedy);
});

test.each([
  ['rootless', { SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns'] }, 'as root'],
  ['userns-remap', { SecurityOptions: ['name=userns'] }, 'daemon.json'],
  ['windows', { OSType: 'windows' }, 'Linux containers'],
  ['Podman', { OSType: 'linux', components: ['Podman Engine', 'Conmon'] }, 'real network'],
])('an engine that is %s cannot be used, and the remedy says what can', (what, facts, remedy) => {
  const obstacle = engineObstacle(socket, facts);
  expect(obstacle?.why).toContain(what);
  expect(obstacle?.remedy).toContain(remedy);
});

test('an ordinary engine is none of these', () => {
  const SecurityOptions = ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'];
  expect(engineObstacle(socket, { OSType: 'linux', SecurityOptions, components: ['Engine'] })).toBeNull();
  expect(engineObstacle(socket, { OSType: 'linux', SecurityOptions: null })).toBeNull();
});

const able: KernelAbilities = {
  release: '6.12.57-generic',
  ipvs: true,
  schedulers: {} as KernelAbilities['schedulers'],
  macvlan: true,
  tunnels: true,
  trafficControl: true,
  linkLimits: true,
  cgroup2: true,
};

test.each([
  [{ ipvs: false }, 'has no ip_vs', 'modprobe ip_vs'],
  [{ macvlan: false }, 'has no macvlan', 'modprobe macvlan'],
  [{ cgroup2: false }, 'cgroup v1', 'unified_cgroup_hierarchy'],
])('a kernel with %j is told with what to do', (lacking, why, remedy) => {
  const obstacle = kernelObstacle(socket, { ...able, ...lacking }, {});
  expect(obstacle?.why).toContain(why);
  expect(obstacle?.remedy).toContain(remedy);
});

test('nobody is told to load modules into Docker Desktop', () => {
  const obstacle = kernelObstacle(socket, { ...able, ipvs: false }, { OperatingSystem: 'Docker Desktop' });
  expect(obstacle?.remedy).toContain('a Linux machine');
  expect(obstacle?.remedy).not.toContain('modprobe');
});

test('a kernel that has it all is in nobody’s way', () => {
  expect(kernelObstacle(socket, able, { OperatingSystem: 'Debian GNU/Linux 13 (trixie)' })).toBeNull();
});

// Whoever had an engine that lacked a module alone was told to install what the lab is built with, and nothing of that.
test('where there is no lab either, both ways out are told', () => {
  const native = { why: 'its kernel has no ip_vs', remedy: 'Run `sudo modprobe ip_vs`.' };
  const error = withNativeRemedy(machineError('mmdebstrap is missing.', 'Install mmdebstrap.'), native);
  expect(error.message).toBe('mmdebstrap is missing.');
  expect(error.exitCode).toBe(3);
  expect(error.remedy).toMatch(/Install mmdebstrap\.[\s\S]*no ip_vs\. Run `sudo modprobe ip_vs`\./);
});
