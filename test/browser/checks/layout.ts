import type { Page } from 'playwright-core';

/** What makes the whole page scroll sideways, or hides that it would. */
export function sidewaysMistakes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const hidden = [root, document.body].filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX));
    const mistakes = hidden.map((one) => `${one.tagName.toLowerCase()} hides what is too wide (overflow-x)`);
    if (root.scrollWidth > root.clientWidth)
      mistakes.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
    return mistakes;
  });
}

/** Pictures without a text, and those that are not there. */
export function pictureMistakes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.images].flatMap((image, index) => [
      ...(image.alt.trim() === '' ? [`picture ${index + 1} has no text`] : []),
      ...(image.complete && image.naturalWidth > 0 ? [] : [`picture ${index + 1} (${image.alt}) is not there`]),
    ]),
  );
}
