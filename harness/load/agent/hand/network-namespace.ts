import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Hand } from '../../../cluster/interface.ts';
import { messageOf } from '../../../errors.ts';
import { linkPlaceholder } from '../../../routes.ts';
import { effectDeadlineMs } from './prepared-act.ts';
import { interfaceWithAddress } from './proc.ts';
import { namespaceOfNode } from './processes.ts';

/** The two programs of iproute2 that the hand runs in the network of a node. */
export type NetworkTool = 'ip' | 'tc';

const maxOutputBytes = 8 * 1024 * 1024;

/** argv of a tool in the network namespace of a node. The tool is the hand's own: a node may lack it. */
export function networkArgv(initPid: number, tool: NetworkTool, args: string[]): [string, ...string[]] {
  return ['nsenter', `--net=/proc/${initPid}/ns/net`, tool, ...args];
}

/**
 * Name of the node's interface with that IPv4 address, which it keeps while it is down; `through`: a command that starts the
 * one given to it. Throws when none has it, and when the node is no container that lives.
 */
export async function linkWithAddress(initPid: number, address: string, through: string[] = []): Promise<string> {
  const link = interfaceWithAddress(await outputOf(initPid, 'ip', ['-j', '-4', 'addr'], through), address);
  if (link === null) throw new Error(`no interface of process ${initPid} has the address ${address}`);
  return link;
}

/**
 * The hand goes before all other processes, so that it acts on time (harness/load/agent-argv.ts). To look there is time: two
 * programs that were started to count packets kept httpd from the lab's processor for 100 ms, and its answers were late.
 */
const behindTheHand = ['nice', '-n', '20'];

/**
 * Standard output of `ip` or `tc` in the node's network namespace; they have the priority of any process. Throws with its
 * standard error when it fails.
 */
export async function inspect(question: Parameters<Hand['inspect']>[0]): Promise<string> {
  const { initPid, address, tool, args } = question;
  if (!args.some((arg) => arg.includes(linkPlaceholder))) return outputOf(initPid, tool, args, behindTheHand);
  const link = await linkWithAddress(initPid, address, behindTheHand);
  const ofLink = args.map((arg) => arg.replaceAll(linkPlaceholder, link));
  return outputOf(initPid, tool, ofLink, behindTheHand);
}

async function outputOf(initPid: number, tool: NetworkTool, args: string[], through: string[]): Promise<string> {
  namespaceOfNode(initPid);
  const [file = '', ...rest] = [...through, ...networkArgv(initPid, tool, args)];
  try {
    const limits = { timeout: effectDeadlineMs, maxBuffer: maxOutputBytes };
    return (await promisify(execFile)(file, rest, limits)).stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Error(
      `\`${[tool, ...args].join(' ')}\` failed in the network of process ${initPid}: ${stderr.trim() || messageOf(error)}`,
    );
  }
}
