import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * A script of `reports/browser/`, by its file's name without `.ts`, bundled into one piece for the browsers of the last
 * three years: it may stand between `<script>` and `</script>`, because esbuild writes no `</script` into it. The same
 * sources give the same text. Throws as esbuild does when there is none of that name.
 */
export async function inlineScript(name: string, options: { minify?: boolean } = {}): Promise<string> {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const result = await build({
    entryPoints: [`reports/browser/${name}.ts`],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minify: options.minify === true,
    // The licences of what is in it go along.
    legalComments: 'eof',
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.text;
  if (code === undefined) throw new Error(`esbuild gave no output for reports/browser/${name}.ts`);
  return code;
}

/**
 * The Content-Security-Policy of a page that runs these scripts and no others, and loads nothing from anywhere. By hash
 * (CSP Level 3, 2.3.1), because a file that is opened from a disk has no server to send a nonce. Styles are free: with no
 * source for pictures and fonts but the page itself they cannot tell anybody anything.
 */
export function contentSecurityPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  return [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    `script-src ${hashes.length === 0 ? "'none'" : hashes.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
