import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { DrillError } from '../../harness/errors.ts';
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
  const executable = await chromium();
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

/** Of an error in here vitest shows message and stack: what to do must be in the one, and the other helps nobody. */
async function chromium(): Promise<string> {
  try {
    return await ensureChromium((line) => console.log(line));
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    const told = new Error(`${error.message} ${error.remedy ?? ''}`.trim());
    told.stack = told.message;
    throw told;
  }
}
