import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs, pollUntil } from './clock.ts';

/** Something like a container: processes in a process and network namespace of their own. For tests; needs root. */
export interface NodeUnderTest extends AsyncDisposable {
  /** Its first process, as seen from here. */
  initPid: number;
  exited: Promise<unknown>;
}

/** Address of `node0` inside every node; its peer `peer0` is in the same namespace. */
export const nodeAddress = '198.18.77.1';

const network =
  'ip link add node0 type veth peer name peer0 && ip addr add 198.18.77.1/24 dev node0 && ip link set peer0 up && ip link set node0 up';

/** Whether nodes under test can be started here: that takes root, who may still lack the right. */
export function canStartNodes(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--pid', '--fork', '--net', 'ip', 'link']).status === 0;
}

/** Runs a program in the network of a node, and gives what it printed. */
export function inNetwork(node: NodeUnderTest, ...argv: string[]): string {
  return spawnSync('nsenter', [`--net=/proc/${node.initPid}/ns/net`, ...argv]).stdout.toString();
}

/** Starts a node whose shell runs `script` and then becomes `sleep`, its first process. */
export async function startNode(script: string): Promise<NodeUnderTest> {
  const child = spawn(
    'unshare',
    [
      '--fork',
      '--pid',
      '--net',
      '--mount-proc',
      '--kill-child',
      'sh',
      '-c',
      `${network} && ${script}\necho up; exec sleep 1000`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'close');
  const said = await Promise.race([once(child.stdout, 'data').then(() => 'up'), exited.then(() => 'dead')]);
  if (said !== 'up') throw new Error(`the node under test did not start: ${stderr}`);
  child.stdout.resume();
  const initPid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
  const comm = () => readFileSync(`/proc/${initPid}/comm`, 'utf8').trim();
  if (!(await pollUntil(() => comm() === 'sleep', monotonicMs() + 2000))) throw new Error(`it runs ${comm()}`);
  return {
    initPid,
    exited,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) process.kill(initPid, 'SIGKILL');
      await exited;
    },
  };
}

/** Where cgroups of version 2 can be made on this machine; null when nowhere. */
export function writableCgroupRoot(): string | null {
  const root = /^cgroup2 (\S+) cgroup2 rw/m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1];
  try {
    if (root === undefined) return null;
    accessSync(root, constants.W_OK);
    return root;
  } catch {
    return null;
  }
}

/** Moves a process into a new cgroup, which is removed with the process. */
export async function moveToCgroup(root: string, node: NodeUnderTest): Promise<AsyncDisposable> {
  const folder = join(root, `lvs-drill-test-${node.initPid}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'cgroup.procs'), String(node.initPid));
  return {
    async [Symbol.asyncDispose]() {
      writeFileSync(join(folder, 'cgroup.freeze'), '0');
      await node[Symbol.asyncDispose]();
      rmdirSync(folder);
    },
  };
}
