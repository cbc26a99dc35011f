import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** As many as the kernel follows (path_resolution(7)). */
const maxLinks = 40;

/**
 * Where a path of a node lies when its root directory is seen from outside at `root`: symbolic links are followed as the
 * node would, absolute ones from its root and none above it. The last part need not exist, and is followed only with
 * `followLast`. Not proof against a node that changes its folders meanwhile. Throws when a folder is missing or links go
 * round in circles.
 */
export function pathInRoot(root: string, path: string, followLast: boolean): string {
  const todo = path.split('/');
  const done: string[] = [];
  for (let links = 0; todo.length > 0; ) {
    const part = todo.shift() as string;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = join(root, ...done, part);
    const found = lstatSync(here, { throwIfNoEntry: false });
    const last = todo.length === 0;
    if (found === undefined && !last) throw new Error(`the node has no folder /${[...done, part].join('/')}`);
    if (found?.isSymbolicLink() !== true || (last && !followLast)) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > maxLinks) throw new Error(`too many symbolic links in ${path}`);
    const target = readlinkSync(here);
    if (target.startsWith('/')) done.length = 0;
    todo.unshift(...target.split('/'));
  }
  return join(root, ...done);
}
