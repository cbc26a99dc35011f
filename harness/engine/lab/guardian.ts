/**
 * The process that guards one lab: the first one in network and process namespaces of its own, so that nothing it
 * starts can outlive it and nothing in the lab can reach anything but the two relays.
 * Its standard input is its lifeline: a line `poweroff` shuts the guest down in order, the end of input at once, unless a
 * line `keep` came before: then the lab ends by signal only.
 * Started by boot.ts; takes its `GuardianOptions` as one JSON argument.
 */
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { type GuardianOptions, link } from './guardian-options.ts';
import { jail, kernelArgv, memoryInJail } from './jail.ts';
import { oneProcessor } from './one-processor.ts';
import { startRelay } from './relay.ts';

async function main(options: GuardianOptions): Promise<number> {
  for (const argv of [
    ['link', 'set', 'lo', 'up'],
    ['link', 'add', 'host-end', 'type', 'veth', 'peer', 'name', 'guest-end'],
    ['addr', 'add', `${link.gateway}/${link.prefix}`, 'dev', 'host-end'],
    ['link', 'set', 'host-end', 'up'],
    ['link', 'set', 'guest-end', 'up'],
  ]) {
    await execa('ip', argv);
  }
  // Nobody else may use the socket (0600), or look into the folders that the kernel makes (0700).
  process.umask(0o177);
  await startRelay({ path: options.dockerSocket }, { host: link.guest, port: link.dockerPort });
  process.umask(0o077);
  await startRelay({ host: link.gateway, port: link.packagePort }, { path: options.packageSocket });

  const consoleLog = await open(`${options.folder}/console.log`, 'a');
  const kernel = execa('taskset', ['--cpu-list', String(oneProcessor()), ...jail(options), ...kernelArgv(options)], {
    env: { PATH: process.env.PATH, HOME: memoryInJail, TMPDIR: memoryInJail },
    extendEnv: false,
    stdin: 'pipe',
    stdout: consoleLog.fd as 1,
    stderr: consoleLog.fd as 1,
    reject: false,
    buffer: false,
  });
  let kept = false;
  const orders = createInterface({ input: process.stdin });
  orders.on('line', (order) => {
    if (order === 'keep') kept = true;
    else kernel.stdin.write(`${order}\n`);
  });
  orders.on('close', () => {
    if (!kept) process.exit(0);
  });
  const result = await kernel;
  return result.exitCode ?? 1;
}

process.exit(await main(JSON.parse(process.argv[2] ?? '{}') as GuardianOptions));
