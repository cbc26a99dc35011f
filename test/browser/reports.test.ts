import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Reader, settled, startReader, type View } from './browser.ts';
import { accessibilityMistakes } from './checks/accessibility.ts';
import { keyboardMistakes } from './checks/keyboard.ts';
import { pictureMistakes, sidewaysMistakes } from './checks/layout.ts';
import { linkMistakes } from './checks/links.ts';
import { printMistakes } from './checks/print.ts';
import { kinds } from './kinds.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await startReader(inject('browser'));
});
afterAll(() => reader[Symbol.asyncDispose]());

const views: View[] = [
  { width: 1280, scheme: 'light' },
  { width: 380, scheme: 'dark' },
  { width: 1280, scheme: 'dark' },
];

describe.each(kinds)('%s', (kind) => {
  const open = (view: View) => reader.open(pathToFileURL(inject('pages')[kind]).href, view);

  // Catches: a script that fails, a policy that forbids what the page needs, a picture from elsewhere, text that jumps,
  // a table that moves the whole page, colours that only look well in the scheme of whoever chose them.
  test.each(views)('opens at $width px in $scheme without a complaint', async (view) => {
    await using opened = await open(view);
    await opened.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settled(opened.page);
    expect(await opened.complaints()).toEqual([]);
    expect(await sidewaysMistakes(opened.page)).toEqual([]);
    expect(await pictureMistakes(opened.page)).toEqual([]);
    expect(await linkMistakes(opened.page)).toEqual([]);
    expect(await accessibilityMistakes(opened.page)).toEqual([]);
  });

  // Catches: what only a mouse can use; what paper cuts off or leaves out.
  test('can be used by keyboard alone, and printed', async () => {
    await using opened = await open({ width: 1280, scheme: 'light' });
    expect(await keyboardMistakes(opened.page)).toEqual([]);
    const { pages, mistakes } = await printMistakes(opened.page);
    expect(mistakes).toEqual([]);
    expect(pages).toBeGreaterThan(0);
  });
});
