import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baseArgv, baseImageName } from '../harness/engine/base-image.ts';
import { ensureImages } from '../harness/engine/images.ts';
import { bootFreshLab } from '../harness/engine/lab/lab-engine.ts';
import { rootFsArgv } from '../harness/engine/lab/rootfs.ts';
import { runOnce } from '../harness/engine/run-once.ts';
import { runCli } from './cli.ts';
import { sharedLab } from './lab.ts';
import { descendantsOf, hostSocketsOf } from './own-sockets.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-security-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What may stand in nobody's log, report or recording. */
const secret = 'c4n4ry0fth3m1n3';
const secrets = {
  DOCKER_HOST: `tcp://user:${secret}@127.0.0.1:9`,
  http_proxy: `http://user:${secret}@127.0.0.1:9`,
  HTTPS_PROXY: `http://user:${secret}@127.0.0.1:9`,
  npm_config__authToken: secret,
  GITHUB_TOKEN: secret,
  AWS_SECRET_ACCESS_KEY: secret,
};

/** Connects to a Unix socket and prints `connected` or the error's code. */
const connecting = (path: string) =>
  `require('net').connect(${JSON.stringify(path)}, () => { console.log('connected'); process.exit(); }).on('error', (error) => console.log(error.code))`;

/** The same by another user: nobody, or one of those that an ordinary user may be in a user namespace. */
async function byAnotherUser(script: string): Promise<string> {
  const argv = ['-e', script];
  const { stdout } =
    process.getuid?.() === 0
      ? await execa(process.execPath, argv, { uid: 65534, gid: 65534, cwd: '/' })
      : await execa('unshare', [
          ...['--map-root-user', '--map-auto', '--', 'setpriv', '--reuid', '1000', '--regid', '1000', '--clear-groups'],
          ...[process.execPath, ...argv],
        ]);
  return stdout;
}

// Catches: a socket or a folder that is open to others where the user's umask is, a port or an abstract socket that the
// lab opens on the host, a secret of the environment that gets into the lab.
test('nobody else reaches a lab, which listens nowhere on the host and knows nothing of the environment', async () => {
  const before = await hostSocketsOf([process.pid]);
  const umask = process.umask(0);
  process.env.LVS_DRILL_TEST_SECRET = secret;
  const lab = await bootFreshLab({ kept: false, log: () => {} }).finally(() => {
    process.umask(umask);
    delete process.env.LVS_DRILL_TEST_SECRET;
  });
  try {
    const { dockerSocket } = lab.record;
    const socket = await stat(dockerSocket);
    expect([socket.uid, socket.mode & 0o777]).toEqual([process.getuid?.(), 0o600]);
    for (const one of [dirname(dockerSocket), lab.folder]) expect((await stat(one)).mode & 0o777).toBe(0o700);
    const own = await execa(process.execPath, ['-e', connecting(dockerSocket)]);
    expect(own.stdout).toBe('connected');
    expect(await byAnotherUser(connecting(dockerSocket))).toBe('EACCES');

    const processes = await descendantsOf(lab.record.process.pid);
    expect(processes.length).toBeGreaterThan(3);
    const hosts = await readlink('/proc/self/ns/net');
    for (const pid of processes) expect(await readlink(`/proc/${pid}/ns/net`)).not.toBe(hosts);
    expect(await hostSocketsOf([process.pid, ...processes])).toEqual(before);

    for (const pid of processes) expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain(secret);
  } finally {
    await lab.end();
  }
});

// Catches: a way from the guest to a port of the host, or to a name.
test('whoever is root in the guest reaches nothing outside of it', async () => {
  const { docker } = await sharedLab();
  const { client: image } = await ensureImages(docker, { log: () => {} });
  const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  const script = (targets: string[]) => `
    const { connect } = require('net');
    const { execFileSync } = require('child_process');
    const ip = (...argv) => { try { return execFileSync('ip', argv, { stdio: 'pipe' }).toString().trim(); } catch { return ''; } };
    const call = (host) => new Promise((resolve) => {
      const socket = connect({ host, port: ${port}, timeout: 1500 }, () => resolve('connected'));
      socket.on('error', ({ code }) => resolve(code));
      socket.on('timeout', () => resolve('no answer'));
    });
    (async () => {
      const targets = ${JSON.stringify(targets)};
      const routes = [ip('route'), ip('-6', 'route', 'show', 'default')];
      const asIs = await Promise.all(targets.map(call));
      ip('route', 'add', 'default', 'via', '198.19.255.1');
      const routed = await Promise.all(targets.map(call));
      ip('route', 'del', 'default');
      const named = await require('dns').promises.lookup('deb.debian.org').catch(({ code }) => code);
      console.log(JSON.stringify({ routes, reached: [...asIs, ...routed].filter((one) => one === 'connected'), tried: asIs.length, named }));
      process.exit();
    })();`;
  try {
    // That it can be reached, where it can.
    const local = await execa(process.execPath, ['-e', script(['127.0.0.1', ...addresses])], { env: { PATH: '' } });
    expect(JSON.parse(local.stdout).reached.length).toBeGreaterThanOrEqual(2);
    calls = 0;
    const container = await docker.createContainer({
      Image: image,
      Entrypoint: ['node', '-e', script(['127.0.0.1', '198.19.255.1', '10.0.2.2', ...addresses])],
      Labels: { 'lvs-drill': '1' },
      HostConfig: { Privileged: true, NetworkMode: 'host' },
    });
    await container.start();
    await container.wait();
    const output = await container.logs({ stdout: true, stderr: true });
    await container.remove({ force: true });
    const seen = JSON.parse(output.toString().slice(output.toString().indexOf('{')));
    expect(seen.tried).toBe(addresses.length + 3);
    expect(seen.reached).toEqual([]);
    expect(calls).toBe(0);
    expect(seen.routes).toEqual([expect.stringMatching(/^198\.19\.255\.0\/30 dev vec0 [^\n]*$/), '']);
    expect(seen.named).toMatch(/^(EAI_AGAIN|ENOTFOUND)$/);
  } finally {
    server.close();
  }
});

// Catches: User-Mode Linux's hostfs, by which any privileged container read and wrote all files of the host.
test('of the host’s files a privileged container sees the lab’s own, and changes what is in its layer', async () => {
  const { docker, record } = await sharedLab();
  const file = join(folder, 'of-the-host');
  await writeFile(file, 'of the host');
  const output = await runOnce(docker, baseImageName, [
    ...['sh', '-c'],
    // Opened for writing and no more: a file of the host that could be written to shall not be changed by a test.
    `mount -t hostfs -o "$1" none /mnt || exit 1
     ls /mnt; echo ---; ls /mnt/layer
     cat "/mnt$2" && echo READ
     for path in "$2" /new /disk/disk.img /linux /proc/sys/kernel/core_pattern /proc/sysrq-trigger; do
       true >> "/mnt$path" && echo "WRITTEN $path"
     done
     cat /mnt/proc/1/environ && echo READ; true`,
    ...['sh', 'hostfs=/../../../..', file],
  ]);
  const [root = '', rest = ''] = output.split(/---\r?\n/);
  expect(root.trim().split(/\s+/).sort()).toEqual(['dev', 'disk', 'layer', 'lib', 'linux', 'memory', 'proc']);
  expect(rest.trim().split(/\s+/)[0]).toBe('disk.cow');
  expect(output).not.toMatch(/READ|WRITTEN/);
  const kernels: string[] = [];
  for (const pid of await descendantsOf(record.process.pid)) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).startsWith('/linux\0'))
      kernels.push(await readFile(`/proc/${pid}/status`, 'utf8'));
  }
  expect(kernels.length).toBeGreaterThan(0);
  // CAP_NET_RAW, for the lab's own network.
  for (const status of kernels) expect(status).toMatch(/CapEff:\s*0000000000002000\n[\s\S]*NoNewPrivs:\s*1\n/);
});

// Catches: an option of ours by which mmdebstrap would take packages that nobody signed.
test.each([
  ['root file system', (archive: string) => rootFsArgv(archive, '')],
  ['root file system, with a frozen mirror', (archive: string) => rootFsArgv(archive, 'check-valid-until=no')],
  ['base image', baseArgv],
])('a repository without a signature is refused for the %s', async (_, argvOf) => {
  const repository = await mkdtemp(join(folder, 'repository-'));
  await execa('mkdir', ['-p', `${repository}/dists/trixie/main/binary-amd64`]);
  await execa('chmod', ['-R', 'a+rX', folder]);
  await writeFile(`${repository}/dists/trixie/main/binary-amd64/Packages`, '');
  const empty = '0 main/binary-amd64/Packages';
  await writeFile(
    `${repository}/dists/trixie/Release`,
    `Suite: trixie\nCodename: trixie\nDate: ${new Date().toUTCString()}\nArchitectures: amd64\nComponents: main\nSHA256:\n e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ${empty}\n`,
  );
  const made = await execa('mmdebstrap', [...argvOf(join(folder, 'never.tar')), `deb copy:${repository} trixie main`], {
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  expect(made.exitCode).not.toBe(0);
  expect(made.all).toMatch(/The repository 'copy:\S+ trixie Release' is not signed/);
});

// Catches: a password in an address, or a token of the environment, that gets into what is mailed and published.
test('no secret of the environment is in what a suite prints and writes', async () => {
  const out = join(folder, 'results');
  const argv = ['suite', 'failover', '--fault', 'noop', '--trials', '1', '--probe-interval', '20', '--out', out];
  const { exitCode, output } = await runCli([...argv, '--engine', 'auto'], secrets);
  expect(exitCode, output).toBeLessThan(3);
  // It was looked at, and told of without the password.
  expect(output).toContain('tcp://127.0.0.1:9');
  expect(output).not.toContain(secret);
  const { folder: labFolder } = await sharedLab();
  const written = (await readdir(out, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  expect(written.map(({ name }) => name)).toEqual(expect.arrayContaining(['run.json', 'report.html', 'client-1.log']));
  const paths = written.map((one) => join(one.parentPath, one.name));
  for (const path of [...paths, join(labFolder, 'console.log'), join(labFolder, 'guardian.log')]) {
    expect((await readFile(path)).includes(secret), path).toBe(false);
  }
});
