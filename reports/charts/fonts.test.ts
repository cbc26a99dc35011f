import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const render = new URL('./render.ts', import.meta.url).href;

/** Draws a chart of nothing but a title, and prints its bytes. */
const program = (text: string) => `
import { createRenderer } from ${JSON.stringify(render)};
const title = { display: true, text: ${JSON.stringify(text)}, font: { size: 20, weight: 'bold' } };
const options = { plugins: { title, legend: { display: false } } };
const config = () => ({ type: 'bar', data: { labels: [], datasets: [] }, options });
const { png } = await createRenderer()({ name: 'x', alt: 'x', widthPx: 400, heightPx: 120, config });
console.log(png.toString('base64'));`;

async function drawn(text: string, environment: Record<string, string>): Promise<string> {
  const argv = ['--import', 'tsx', '--input-type=module', '--eval', program(text)];
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd, env });
  return stdout.trim();
}

/** Catches text that vanishes, or is drawn from another font, on a machine that has none of its own. */
test('a machine without any font draws the same text', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'lvs-drill-fonts-'));
  try {
    const configuration = join(empty, 'fonts.conf');
    await writeFile(configuration, '<?xml version="1.0"?><fontconfig></fontconfig>');
    const bare = {
      DISABLE_SYSTEM_FONTS_LOAD: '1',
      FONTCONFIG_FILE: configuration,
      FONTCONFIG_PATH: empty,
      HOME: empty,
      XDG_DATA_HOME: empty,
      XDG_DATA_DIRS: empty,
    };
    const [here, there, other] = await Promise.all([
      drawn('Failover ± µs ≥ 3.6 s', {}),
      drawn('Failover ± µs ≥ 3.6 s', bare),
      drawn('Something else in here', bare),
    ]);
    expect(there).toBe(here);
    expect(there).not.toBe(other);
    expect(there.length).toBeGreaterThan(2000);
  } finally {
    await rm(empty, { recursive: true });
  }
});
