import { type Browser, chromium, type Page } from 'playwright-core';

/** How a page is looked at. */
export interface View {
  /** Of the window, CSS pixels. */
  width: number;
  scheme: 'light' | 'dark';
  /** Device pixels per CSS pixel. */
  scale?: number;
}

/** The two widths at which every page must be usable, CSS pixels. */
export const widths = [1280, 380] as const;

/** The two colour schemes that every page has. */
export const schemes = ['light', 'dark'] as const;

/** A page that is open, and all that went wrong since it was. */
export interface OpenPage extends AsyncDisposable {
  page: Page;
  /** What the page said, threw, asked for or was refused so far; nothing of it is harmless. */
  complaints(): Promise<string[]>;
}

/** A browser that opens pages. */
export interface Reader extends AsyncDisposable {
  /** Opens an address (`file://...`) and waits until all of it is drawn. */
  open(url: string, view: View): Promise<OpenPage>;
}

/**
 * Starts the Chromium that the global set-up found. It asks nobody anything by itself, and could not: no name is resolved
 * and no proxy used, so that a request of a page shows and ends here.
 */
export async function startReader({
  executable,
  fontConfig,
}: {
  executable: string;
  fontConfig: string;
}): Promise<Reader> {
  const browser = await chromium.launch({
    executablePath: executable,
    headless: true,
    // Chromium refuses to run sandboxed as root; for everybody else its sandbox stays.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--disable-domain-reliability',
      '--no-first-run',
      '--no-pings',
      '--no-proxy-server',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
    ],
    env: { ...process.env, FONTCONFIG_FILE: fontConfig },
  });
  // A tab costs five times what a page costs: those that are done with are used again.
  const done = new Map<number, Tab[]>();
  return {
    async open(url, { width, scheme, scale = 1 }) {
      const tab = done.get(scale)?.pop() ?? (await newTab(browser, scale));
      const { page } = tab;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme, media: null });
      const seen: string[] = [];
      tab.expects = url.split('#')[0] ?? url;
      tab.seen = seen;
      await page.goto(url, { waitUntil: 'load' });
      await settled(page);
      return {
        page,
        async complaints() {
          await settled(page);
          const { violations, shifts } = await page.evaluate(
            () => (globalThis as unknown as { lvsDrillWatched: Watched }).lvsDrillWatched,
          );
          return [
            ...seen,
            ...violations.map((one) => `policy: ${one}`),
            ...shifts.map((one) => `layout shift of ${one}`),
          ];
        },
        async [Symbol.asyncDispose]() {
          await page.goto('about:blank');
          done.set(scale, [...(done.get(scale) ?? []), tab]);
        },
      };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** A tab, the document that it is to load next, and where its complaints go. */
interface Tab {
  page: Page;
  expects: string | null;
  seen: string[];
}

async function newTab(browser: Browser, scale: number): Promise<Tab> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    deviceScaleFactor: scale,
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  const page = await context.newPage();
  const tab: Tab = { page, expects: null, seen: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) tab.seen.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => tab.seen.push(`script error: ${error.message}`));
  page.on('websocket', (socket) => tab.seen.push(`web socket to ${socket.url()}`));
  page.on('request', (request) => {
    const [document] = request.url().split('#');
    if (request.isNavigationRequest() && document === tab.expects) tab.expects = null;
    else tab.seen.push(`request for ${request.url().slice(0, 200)}`);
  });
  await page.addInitScript(() => {
    const watched: Watched = { violations: [], shifts: [] };
    Object.assign(globalThis, { lvsDrillWatched: watched });
    addEventListener('securitypolicyviolation', (event) => {
      watched.violations.push(`${event.effectiveDirective} forbids ${event.blockedURI}`);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        const moved = entry.sources?.map(({ node }) => (node instanceof Element ? node.tagName : 'text')) ?? [];
        if (!entry.hadRecentInput)
          watched.shifts.push(`${entry.value.toFixed(4)} by ${moved.join(', ').toLowerCase()}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return tab;
}

/** What a page's own window collects; only reached from inside the browser. */
interface Watched {
  violations: string[];
  shifts: string[];
}

/** Not among the DOM library's types (Layout Instability API). */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources?: { node?: Node }[];
}

/** Waits for fonts, for pictures, and for two frames after them: what is late by then was scheduled by a script. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
