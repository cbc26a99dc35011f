import type { Page } from 'playwright-core';
import { settled } from '../browser.ts';

/** Where the focus is, as a script in the page sees it. */
interface Stop {
  /** Number of the interactive element; -1: something else, such as a box that scrolls; null: nothing. */
  index: number | null;
  name: string;
  visible: boolean;
}

/** Scrolls through the page once: what a script draws only when it comes into view is there afterwards. */
async function lookThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    scrollTo(0, 0);
  });
  await settled(page);
}

/**
 * Presses Tab through the whole page: interactive elements that it never reaches, and stops where nothing shows that they
 * have the focus. Of a group of radio buttons one stop is enough, as the platform has it.
 */
export async function keyboardMistakes(page: Page): Promise<string[]> {
  await lookThrough(page);
  const names = await page.evaluate(collect);
  const reached = new Set<number>();
  const mistakes: string[] = [];
  // Twice as many: boxes that scroll are stops as well.
  for (let press = 0; press < 2 * names.length + 50; press += 1) {
    await page.keyboard.press('Tab');
    const { index, name, visible } = await page.evaluate(focused);
    if (index === null || reached.has(index)) break;
    if (index >= 0) reached.add(index);
    if (!visible) mistakes.push(`nothing shows that ${name} has the focus`);
  }
  const never = names.filter((_, index) => !reached.has(index));
  return [...mistakes, ...never.map((name) => `Tab never reaches ${name}`)];
}

/** Runs in the page: finds what can be used, remembers how each looks without focus, and names it. */
function collect(): string[] {
  const selector =
    'a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex], [onclick], [role=button], [role=link], [role=slider], [role=checkbox]';
  // Composite widgets move the focus among their parts by arrow keys; a heading may be a target of scripts only.
  const parts = ['tab', 'option', 'radio', 'menuitem', 'gridcell', 'treeitem'];
  const native = 'a, area, button, input, select, textarea, summary, [onclick], [role]';
  const radios = new Set<string>();
  const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    const hidden = !element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]') !== null;
    const idle = element.matches(':disabled, input[type=hidden]');
    if (hidden || idle) return false;
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      if (radios.has(element.name)) return false;
      radios.add(element.name);
    }
    if (element.getAttribute('tabindex') !== '-1') return true;
    return element.matches(native) && !parts.includes(element.getAttribute('role') ?? '');
  });
  const look = (element: Element) => {
    const { boxShadow, borderColor, backgroundColor, textDecoration } = getComputedStyle(element);
    return [boxShadow, borderColor, backgroundColor, textDecoration].join('|');
  };
  const name = (element: Element) => {
    const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `<${element.tagName.toLowerCase()}> '${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}'`;
  };
  Object.assign(globalThis, { lvsDrillStops: { stops, looks: stops.map(look), look, name } });
  (document.activeElement as HTMLElement | null)?.blur();
  return stops.map(name);
}

/** Runs in the page: who has the focus, and whether that shows. */
function focused(): Stop {
  const { stops, looks, look, name } = (
    globalThis as unknown as {
      lvsDrillStops: {
        stops: Element[];
        looks: string[];
        look(element: Element): string;
        name(element: Element): string;
      };
    }
  ).lvsDrillStops;
  const element = document.activeElement;
  if (element === null || element === document.body || element === document.documentElement)
    return { index: null, name: '', visible: true };
  const radio = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
  const index = stops.findIndex(
    (one) => one === element || (radio !== null && one instanceof HTMLInputElement && one.name === radio),
  );
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && !/, 0\)$/.test(outlineColor);
  return { index, name: name(element), visible: outlined || (index >= 0 && looks[index] !== look(element)) };
}
