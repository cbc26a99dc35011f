import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type OpenPage, type Reader, startReader } from './browser.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await startReader(inject('browser'));
});
afterAll(() => reader[Symbol.asyncDispose]());

const open = (fragment = ''): Promise<OpenPage> =>
  reader.open(`${pathToFileURL(inject('pages').library).href}${fragment}`, { width: 1280, scheme: 'light' });

/** Cells of a column, of the rows that a reader sees; those of scenarios that are folded away are none. */
function column(page: Page, name: string): Promise<string[]> {
  return page.evaluate((className) => {
    const names = [...document.querySelectorAll('#runs col')].map((col) => col.className);
    const index = names.indexOf(`for-${className}`);
    return [...document.querySelectorAll<HTMLTableRowElement>('#runs tbody tr')]
      .filter((row) => row.checkVisibility())
      .map((row) => row.cells[index]?.innerText.trim().replaceAll(/\s+/g, ' ') ?? '');
  }, name);
}

/** Eight runs, a drill, and the two runs of a night. */
const runs = 11;

// Catches: a page whose rows are there and whose controls do nothing.
test('typing filters, and counts what is left', async () => {
  await using opened = await open();
  const { page } = opened;
  expect(await column(page, 'when')).toHaveLength(runs);
  await page.getByRole('searchbox').fill('suite:health');
  expect(await column(page, 'suite')).toEqual(['health']);
  expect(await page.locator('#count').textContent()).toMatch(/^1 of \d+ runs\.$/);
  await page.getByRole('searchbox').fill('');
  expect(await column(page, 'suite')).toHaveLength(runs);
  // Rows that are filtered away let others move up: whoever types expects it.
  expect((await opened.complaints()).filter((one) => !one.startsWith('layout shift'))).toEqual([]);
});

// Catches: a filter by verdict that shows what failed among what passed.
test('verdicts can be left out', async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByRole('checkbox', { name: /pass/i }).uncheck();
  await page.getByRole('checkbox', { name: /unknown/i }).uncheck();
  const verdicts = await column(page, 'verdict');
  expect(verdicts.length).toBeGreaterThan(0);
  for (const verdict of verdicts) expect(verdict).toContain('✗');
});

// Catches: headers that sort as text what is a number or a day, or only one way.
test('a header sorts by its column, and the other way round at the second click, by mouse and by keyboard', async () => {
  await using opened = await open();
  const { page } = opened;
  const latestFirst = await column(page, 'when');
  expect(latestFirst).toEqual([...latestFirst].sort().reverse());
  const header = page.locator('#runs').getByRole('columnheader', { name: 'When' });
  await header.getByRole('button').click();
  expect(await column(page, 'when')).toEqual([...latestFirst].sort());
  expect(await header.getAttribute('aria-sort')).toBe('ascending');
  await header.getByRole('button').focus();
  await page.keyboard.press('Enter');
  expect(await column(page, 'when')).toEqual(latestFirst);
  await page.locator('#runs').getByRole('columnheader', { name: 'Suite' }).getByRole('button').click();
  const suites = await column(page, 'suite');
  expect(suites).toEqual([...suites].sort());
});

// Catches: a view that cannot be sent on.
test('the address keeps filter and order, and brings them back', async () => {
  await using opened = await open();
  await opened.page.getByRole('searchbox').fill('failover');
  await opened.page.locator('#runs').getByRole('columnheader', { name: 'When' }).getByRole('button').click();
  const fragment = new URL(opened.page.url()).hash;
  const shown = await column(opened.page, 'when');
  expect(shown.length).toBeGreaterThan(1);
  await using again = await open(fragment);
  expect(await column(again.page, 'when')).toEqual(shown);
  expect(await again.page.getByRole('searchbox').inputValue()).toBe('failover');
});

// Catches: scenarios that nobody can get to, or that are always in the way.
test('a drill unfolds its scenarios', async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByRole('button', { name: /Scenarios of/ }).click();
  expect(await column(page, 'suite')).toEqual(expect.arrayContaining(['passing', 'unconfirmed', 'never-begun']));
  expect(await column(page, 'when')).toHaveLength(runs + 4);
});
