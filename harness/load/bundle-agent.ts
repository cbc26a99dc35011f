import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * The agent as one CommonJS file for Node 20 (Debian trixie's), with autocannon inside and nothing to install beside it.
 * The same sources give the same bytes, wherever the checkout lies: they are part of an image's content key.
 */
export async function bundleAgent(): Promise<{ code: Uint8Array }> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const result = await build({
    entryPoints: ['harness/load/agent/main.ts'],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.contents;
  if (code === undefined) throw new Error('esbuild gave no output for the agent');
  return { code };
}
