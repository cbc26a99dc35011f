import { stat } from 'node:fs/promises';

/** Whether something lies at a path, or where a link there leads to. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
