import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from './find-chromium.ts';
import { onlyOurFonts } from './fonts.ts';
import { drawKinds, type Pages } from './kinds.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browser: { executable: string; fontConfig: string };
    pages: Pages;
  }
}

/** Finds Chromium, or installs it, and draws one page of each kind, once for all tests. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const executable = await ensureChromium((line) => console.log(line));
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-browser-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    provide('browser', { executable, fontConfig: await onlyOurFonts(folder) });
    provide('pages', await drawKinds(join(folder, 'results')));
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
