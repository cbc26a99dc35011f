import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Reader, schemes, startReader, type View, widths } from './browser.ts';
import { kinds } from './kinds.ts';
import { pictureMistake, pictureOf, pictureScale } from './pictures.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await startReader(inject('browser'));
});
afterAll(() => reader[Symbol.asyncDispose]());

const views: View[] = widths.flatMap((width) => schemes.map((scheme) => ({ width, scheme, scale: pictureScale })));
const nameOf = (kind: string, { width, scheme }: View) => `${kind}-${width}-${scheme}`;

// Catches: a page that has come apart, lost a part or its colours, in a way that no other check knows of.
describe.each(kinds)('%s', (kind) => {
  test.each(views)('looks as it did at $width px in $scheme', async (view) => {
    await using opened = await reader.open(pathToFileURL(inject('pages')[kind]).href, view);
    expect(await pictureMistake(nameOf(kind, view), await pictureOf(opened.page))).toBeNull();
  });
});

/** What somebody breaks by mistake, as a script in the page does it. */
const broken: [string, string][] = [
  ['a verdict that says the opposite', 'document.querySelector(".verdict strong").textContent = "All is well."'],
  ['a badge in another colour', 'document.querySelector("main .badge").style.background = "#c00"'],
  ['a table without its lines', 'for (const cell of document.querySelectorAll("td, th")) cell.style.border = 0'],
  ['a heading that is gone', 'document.querySelector("h2").style.visibility = "hidden"'],
  ['another font', 'document.body.style.fontFamily = "monospace"'],
  ['everything a little lower', 'document.body.style.paddingTop = "6px"'],
];

// Catches: a comparison of pictures that lets everything pass.
test.each(broken)('%s is noticed', async (_, script) => {
  const [view = { width: 1280, scheme: 'light' }] = views;
  await using opened = await reader.open(pathToFileURL(inject('pages').failover).href, view);
  await opened.page.evaluate(script);
  const mistake = await pictureMistake(nameOf('failover', view), await pictureOf(opened.page), {});
  expect(mistake).toMatch(/of it differ|pixels, the reference/);
  expect(mistake).toContain('LVS_DRILL_PICTURES=update npm run test:browser');
});
