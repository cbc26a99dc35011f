import { chmodSync, chownSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monotonicMs } from '../clock.ts';
import type { PreparedAct } from './prepared-act.ts';
import { mountPoints } from './proc.ts';
import { namespaceOfNode } from './processes.ts';
import { pathInRoot } from './root-path.ts';

/** Readable for all, as servers and health checkers run without privileges. */
const newFileMode = 0o644;

/**
 * Writes a file of the node, or removes it when `content` is null; that it is not there is no error then. The content is
 * laid down beside it beforehand and moved into place at the instant, so that no reader ever meets half of it. A file
 * that was there keeps its owner and mode.
 */
export function prepareWriteFile(initPid: number, path: string, content: string | null): PreparedAct {
  namespaceOfNode(initPid);
  const root = `/proc/${initPid}/root`;
  const target = pathInRoot(root, path, content !== null);
  // The engine mounts some (/etc/hosts), and from outside nothing would keep us from undoing the mount with the file.
  if (mountPoints(readFileSync(`/proc/${initPid}/mountinfo`, 'utf8')).includes(target.slice(root.length)))
    throw new Error(`${path} of the node is a mount of its own`);
  return content === null ? prepareRemoval(target, path) : prepareReplacement(target, path, content);
}

function prepareRemoval(target: string, path: string): PreparedAct {
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      rmSync(target, { force: true });
      const latestMs = monotonicMs();
      const gone = lstatSync(target, { throwIfNoEntry: false }) === undefined;
      return { earliestMs, latestMs, effective: gone, evidence: `${path} is ${gone ? 'not there' : 'still there'}` };
    },
  };
}

function prepareReplacement(target: string, path: string, content: string): PreparedAct {
  const before = lstatSync(target, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) throw new Error(`${path} of the node is no regular file`);
  const beside = join(dirname(target), `.lvs-drill-${process.pid}-${process.hrtime.bigint()}`);
  const abandon = () => rmSync(beside, { force: true });
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    if (before !== undefined) chownSync(beside, before.uid, before.gid);
    chmodSync(beside, before === undefined ? newFileMode : before.mode & 0o7777);
  } catch (error) {
    abandon();
    throw error;
  }
  return {
    abandon,
    async strike() {
      try {
        const earliestMs = monotonicMs();
        renameSync(beside, target);
        const latestMs = monotonicMs();
        const effective = readFileSync(target, 'utf8') === content;
        const evidence = `${path} holds ${effective ? 'the' : 'other than the'} ${Buffer.byteLength(content)} bytes`;
        return { earliestMs, latestMs, effective, evidence };
      } finally {
        abandon();
      }
    },
  };
}
