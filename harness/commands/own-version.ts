import { readFile } from 'node:fs/promises';
import type { OwnVersions } from '../model.ts';
import { gitState } from '../run/versions.ts';

/** The version of lvs-drill, from its package.json. */
export async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** That, what its sources are, and what runs it. */
export async function ownVersions(): Promise<OwnVersions> {
  return { lvsDrill: await ownVersion(), ...(await gitState()), node: process.versions.node };
}
