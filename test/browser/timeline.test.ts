import { pathToFileURL } from 'node:url';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type OpenPage, type Reader, settled, startReader } from './browser.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await startReader(inject('browser'));
});
afterAll(() => reader[Symbol.asyncDispose]());

/** The first timeline of a run, scrolled into view. */
async function shown(opened: OpenPage): Promise<{ figure: Locator; chart: Locator }> {
  const figure = opened.page.locator('figure[data-timeline]').first();
  await figure.scrollIntoViewIfNeeded();
  const chart = figure.locator('.timeline-chart');
  await chart.waitFor();
  await chart.scrollIntoViewIfNeeded();
  await settled(opened.page);
  return { figure, chart };
}

const open = () => reader.open(pathToFileURL(inject('pages').failover).href, { width: 1280, scheme: 'light' });

/** What of the time axis is in view, s. */
async function view(chart: Locator): Promise<{ from: number; to: number; width: number }> {
  const from = Number(await chart.getAttribute('data-from-s'));
  const to = Number(await chart.getAttribute('data-to-s'));
  return { from, to, width: to - from };
}

/** A place in the chart, in parts of its width and height. */
async function placeIn(chart: Locator, x: number, y = 0.5): Promise<{ x: number; y: number }> {
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart is not in view');
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

// Catches: a chart that does not take over from its picture, or says nothing to whoever points at it.
test('pointing at an instant reads out every lane at it', async () => {
  await using opened = await open();
  const { figure, chart } = await shown(opened);
  const { from, to } = await view(chart);
  const place = await placeIn(chart, 0.5);
  await opened.page.mouse.move(place.x, place.y);
  const cursorS = Number(await chart.getAttribute('data-cursor-s'));
  expect(cursorS).toBeGreaterThan(from);
  expect(cursorS).toBeLessThan(to);
  const lanes = await figure
    .locator('.readout [data-lane]')
    .evaluateAll((lines) => lines.map((line) => (line instanceof HTMLElement ? (line.dataset.lane ?? '') : '')));
  expect(lanes.length).toBeGreaterThanOrEqual(4);
  const before = await figure.locator('.readout').textContent();
  const other = await placeIn(chart, 0.8);
  await opened.page.mouse.move(other.x, other.y);
  expect(Number(await chart.getAttribute('data-cursor-s'))).toBeGreaterThan(cursorS);
  expect(await figure.locator('.readout').textContent()).not.toBe(before);
  expect(await opened.complaints()).toEqual([]);
});

// Catches: a wheel that zooms where the reader wanted to scroll, and one that does not where it was asked to.
test('the wheel zooms with Ctrl about the pointer, and scrolls the page without', async () => {
  await using opened = await open();
  const { chart } = await shown(opened);
  const { page } = opened;
  const all = await view(chart);
  const place = await placeIn(chart, 0.5);
  await page.mouse.move(place.x, place.y);
  const atS = Number(await chart.getAttribute('data-cursor-s'));
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await view(chart)).width).toBeLessThan(all.width);
  const { from, to } = await view(chart);
  expect(from).toBeLessThan(atS);
  expect(to).toBeGreaterThan(atS);
  const scrolledTo = await page.evaluate(() => scrollY);
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(scrolledTo);
  expect(await view(chart)).toEqual({ from, to, width: to - from });
});

// Catches: a zoom by dragging that shows another stretch than the one that was dragged over.
test('dragging over a stretch shows that stretch, and Reset shows all again', async () => {
  await using opened = await open();
  const { figure, chart } = await shown(opened);
  const { page } = opened;
  const all = await view(chart);
  const left = await placeIn(chart, 0.4);
  const right = await placeIn(chart, 0.6);
  await page.mouse.move(left.x, left.y);
  const fromS = Number(await chart.getAttribute('data-cursor-s'));
  await page.mouse.down();
  await page.mouse.move(right.x, right.y, { steps: 5 });
  const toS = Number(await chart.getAttribute('data-cursor-s'));
  await page.mouse.up();
  await expect.poll(async () => (await view(chart)).width).toBeLessThan(all.width / 2);
  const { from, to } = await view(chart);
  // A pixel of the chart is some milliseconds.
  expect(from).toBeCloseTo(fromS, 1);
  expect(to).toBeCloseTo(toS, 1);
  await figure.getByRole('button', { name: 'Reset zoom' }).click();
  await expect.poll(() => view(chart)).toEqual(all);
});

// Catches: a timeline that only a mouse can move in.
test('keys zoom, move and reset it', async () => {
  await using opened = await open();
  const { chart } = await shown(opened);
  const { page } = opened;
  const all = await view(chart);
  await chart.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  const near = await view(chart);
  expect(near.width).toBeLessThan(all.width / 2);
  await page.keyboard.press('ArrowRight');
  const later = await view(chart);
  expect(later.from).toBeGreaterThan(near.from);
  expect(later.width).toBeCloseTo(near.width, 3);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await chart.getAttribute('data-cursor-s')).not.toBeNull();
  await page.keyboard.press('-');
  expect((await view(chart)).width).toBeGreaterThan(near.width);
  await page.keyboard.press('Escape');
  expect(await view(chart)).toEqual(all);
  expect(await opened.complaints()).toEqual([]);
});
