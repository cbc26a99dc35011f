import type { Page } from 'playwright-core';

/** Prints to PDF as a reader would: how many pages, and what of the page is missing or cut off on paper. */
export async function printMistakes(page: Page): Promise<{ pages: number; mistakes: string[] }> {
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const before = page.viewportSize();
  // A4 less Chromium's margins of 1 cm, at 96 px per inch.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  const mistakes = await page.evaluate(() => {
    const titles = [...document.querySelectorAll<HTMLElement>('h1, h2')];
    const invisible = titles.filter((title) => !title.checkVisibility({ visibilityProperty: true }));
    const boxes = [...document.querySelectorAll<HTMLElement>('main *')].filter((one) => {
      const { overflowX } = getComputedStyle(one);
      return overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
    });
    return [
      ...(titles.length === 0 ? ['there is no heading'] : []),
      ...invisible.map((title) => `'${title.textContent?.trim()}' is not printed`),
      ...boxes.map(
        (box) =>
          `<${box.tagName.toLowerCase()} class="${box.className}"> cuts off ${box.scrollWidth - box.clientWidth} px`,
      ),
    ];
  });
  await page.emulateMedia({ media: null });
  if (before !== null) await page.setViewportSize(before);
  return { pages, mistakes: pages > 0 ? mistakes : ['the PDF has no page', ...mistakes] };
}
