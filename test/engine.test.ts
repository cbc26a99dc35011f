import { stat } from 'node:fs/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { baseImageName } from '../harness/engine/base-image.ts';
import { buildImage } from '../harness/engine/build-image.ts';
import { probeKernel } from '../harness/engine/kernel-probe.ts';
import { runOnce } from '../harness/engine/run-once.ts';
import { runCli } from './cli.ts';
import { sharedLab } from './lab.ts';

// Catches: a Docker socket that others on the machine could use to become root in the lab.
test('the lab is reached by a socket that only its owner may use', async () => {
  const { record, docker } = await sharedLab();
  expect((await stat(record.dockerSocket)).mode & 0o777).toBe(0o600);
  expect((await docker.info()).OperatingSystem).toContain('Debian');
});

// Catches: a failed RUN that passes for a built image, and one whose output is hidden.
test('a failed RUN is a failure, with its output', async () => {
  const { docker } = await sharedLab();
  const dockerfile = `FROM ${baseImageName}\nRUN echo the reason of it >&2 && exit 7\n`;
  const files = [{ path: 'Dockerfile', content: new TextEncoder().encode(dockerfile), executable: false }];
  const build = buildImage(docker, { tag: 'lvs-drill/known-bad:1', files, labels: {} }, () => {});
  await expect(build).rejects.toThrow(/the reason of it[\s\S]*7|7[\s\S]*the reason of it/);
});

// Catches: a kernel probe that says yes to everything, or no.
test('the lab’s kernel has IPVS and all schedulers but twos', async () => {
  const { docker } = await sharedLab();
  const abilities = await probeKernel(docker, baseImageName);
  expect(abilities).toMatchObject({
    ipvs: true,
    macvlan: true,
    tunnels: true,
    trafficControl: true,
    linkLimits: true,
    cgroup2: true,
  });
  expect(abilities.schedulers).toMatchObject({ rr: true, mh: true, twos: false });
});

// Catches: an engine that takes the lab's processor from every httpd whenever one of its shims collects its garbage.
test('the lab’s engine counts as one beside what it runs', async () => {
  const { docker } = await sharedLab();
  const script = `
    cd /engine/proc; for one in [0-9]*; do echo "$(cat $one/comm) in $(cat $one/cgroup)"; done 2>/dev/null
    cd /engine/sys/fs/cgroup && grep . engine/cpu.weight docker/cpu.weight`;
  const lines = (await runOnce(docker, baseImageName, ['sh', '-c', script])).trim().split(/\r?\n/);
  const inEngine = (line: string) => /0::\S*\/engine$/.test(line);
  const daemons = lines.filter((line) => /^(dockerd|containerd(-shim)?) in /.test(line));
  expect(daemons.length, lines.join('\n')).toBeGreaterThanOrEqual(3);
  expect(daemons.filter((line) => !inEngine(line))).toEqual([]);
  expect(lines.filter((line) => /^sh in /.test(line)).filter(inEngine)).toEqual([]);
  expect(lines.slice(-2)).toEqual(['engine/cpu.weight:100', 'docker/cpu.weight:100']);
});

test('the doctor says that suites can run here', async () => {
  const { exitCode, output } = await runCli(['doctor']);
  expect(output).toMatch(/ok +scheduler wlc/);
  expect(output).toMatch(/note +scheduler twos/);
  expect(exitCode, output).toBe(0);
});

// Catches: a lab from which load could reach anything but its own hosts.
test('nothing routes out of the lab', async () => {
  const { record } = await sharedLab();
  const { stdout } = await execa(
    'nsenter',
    ['--target', String(await guardianOf(record.process.pid)), '--net', 'ip', 'route', 'get', '192.0.2.1'],
    {
      reject: false,
    },
  );
  expect(stdout).toBe('');
});

/** `unshare` forks the guardian, which is the process in the namespace. */
async function guardianOf(unsharePid: number): Promise<number> {
  const { stdout } = await execa('ps', ['--no-headers', '-o', 'pid', '--ppid', String(unsharePid)]);
  return Number(stdout.trim().split('\n')[0]);
}
