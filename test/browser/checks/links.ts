import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Links that lead nowhere: to an element that the page lacks, to a file that is not there, or out of the folder. */
export async function linkMistakes(page: Page): Promise<string[]> {
  const { missing, files } = await page.evaluate(() => {
    const here = location.href.split('#')[0] ?? '';
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    const inside = links.filter(({ href }) => href.split('#')[0] === here && href.includes('#'));
    return {
      missing: inside
        .map(({ hash }) => decodeURIComponent(hash.slice(1)))
        .filter((id) => document.getElementById(id) === null),
      files: links.filter((link) => !inside.includes(link)).map(({ href }) => href),
    };
  });
  const mistakes = missing.map((id) => `no element is called #${id}`);
  for (const href of new Set(files)) {
    if (!href.startsWith('file:')) mistakes.push(`a link leads out: ${href}`);
    else {
      const there = await access(fileURLToPath(href.split(/[?#]/)[0] ?? href)).then(
        () => true,
        () => false,
      );
      if (!there) mistakes.push(`no file ${href}`);
    }
  }
  return mistakes;
}
