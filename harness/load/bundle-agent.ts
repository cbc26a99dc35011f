import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * The agent as one CommonJS file for Node 20 (Debian trixie's), with autocannon inside and nothing to install beside it.
 * The same sources give the same bytes, wherever the checkout and its packages lie: they are part of an image's content
 * key.
 */
export async function bundleAgent(
  root = fileURLToPath(new URL('../../', import.meta.url)),
): Promise<{ code: Uint8Array }> {
  const result = await build({
    entryPoints: ['harness/load/agent/main.ts'],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The bytes name the files they come from, where a link to another folder of packages must not show.
    preserveSymlinks: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.contents;
  if (code === undefined) throw new Error('esbuild gave no output for the agent');
  return { code };
}
