import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { htmlDocument } from '../../reports/document.ts';
import { html, table } from '../../reports/html.ts';
import { type OpenPage, type Reader, startReader } from './browser.ts';
import { accessibilityMistakes } from './checks/accessibility.ts';
import { keyboardMistakes } from './checks/keyboard.ts';
import { pictureMistakes, sidewaysMistakes } from './checks/layout.ts';
import { linkMistakes } from './checks/links.ts';
import { printMistakes } from './checks/print.ts';

let reader: Reader;
let folder = '';
beforeAll(async () => {
  reader = await startReader(inject('browser'));
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-known-bad-'));
});
afterAll(async () => {
  await reader[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A report made bad: with this at the end of its body, and without its policy unless that is what is tested. */
interface Bad {
  what: string;
  body: string;
  policy?: 'kept';
  scheme?: 'dark';
  /** Finds the mistake. */
  check(opened: OpenPage): Promise<string[]>;
  /** What it says. */
  says: RegExp;
}

const on =
  (check: (page: Page) => Promise<string[]>) =>
  ({ page }: OpenPage) =>
    check(page);
const printed = on(async (page) => (await printMistakes(page)).mistakes);
const complaints = (opened: OpenPage) => opened.complaints();

const bad: Bad[] = [
  {
    what: 'a script that fails',
    body: '<script>nobody.home()</script>',
    check: complaints,
    says: /script error: nobody is not defined/,
  },
  {
    what: 'a script that warns',
    body: '<script>console.warn("odd")</script>',
    check: complaints,
    says: /console warning: odd/,
  },
  {
    what: 'a script that the policy forbids',
    body: '<script>1</script>',
    policy: 'kept',
    check: complaints,
    says: /policy: script-src-elem forbids inline/,
  },
  {
    what: 'a picture from elsewhere',
    body: '<img alt="far away" src="https://example.com/far.png">',
    check: complaints,
    says: /request for https:\/\/example\.com\/far\.png/,
  },
  {
    what: 'a picture from the next file',
    body: '<img alt="near" src="near.png">',
    check: complaints,
    says: /request for file:.*near\.png/,
  },
  {
    what: 'a beacon',
    body: '<script>navigator.sendBeacon("https://example.com/seen")</script>',
    check: complaints,
    says: /request for https:\/\/example\.com\/seen/,
  },
  {
    what: 'a web socket',
    body: '<script>new WebSocket("wss://example.com/live")</script>',
    check: complaints,
    says: /web socket to wss:\/\/example\.com\/live/,
  },
  {
    what: 'a font from elsewhere',
    body: '<style>@font-face { font-family: far; src: url(https://example.com/far.woff2) } h1 { font-family: far }</style>',
    check: complaints,
    says: /request for https:\/\/example\.com\/far\.woff2/,
  },
  {
    what: 'text that jumps when something comes late',
    body: '<script>requestAnimationFrame(() => requestAnimationFrame(() => { document.body.style.paddingTop = "200px" }))</script>',
    check: complaints,
    says: /layout shift of 0\.\d+/,
  },
  {
    what: 'a wide table',
    body: '<div style="width: 900px">wide</div>',
    check: on(sidewaysMistakes),
    says: /the page is 900 px wide in a window of 380 px/,
  },
  {
    what: 'a page that hides how wide it is',
    body: '<style>body { overflow-x: hidden }</style>',
    check: on(sidewaysMistakes),
    says: /body hides what is too wide/,
  },
  {
    what: 'a picture without a text',
    body: '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">',
    check: on(pictureMistakes),
    says: /picture \d+ has no text/,
  },
  {
    what: 'a picture that is broken',
    body: '<img alt="broken" src="data:image/png;base64,AAAA">',
    check: on(pictureMistakes),
    says: /picture \d+ \(broken\) is not there/,
  },
  {
    what: 'a link to a section that is not there',
    body: '<a href="#nowhere">see</a>',
    check: on(linkMistakes),
    says: /no element is called #nowhere/,
  },
  {
    what: 'a link to a file that is not there',
    body: '<a href="logs/never.log">see</a>',
    check: on(linkMistakes),
    says: /no file file:.*never\.log/,
  },
  {
    what: 'a link to the world',
    body: '<a href="https://example.com/">see</a>',
    check: on(linkMistakes),
    says: /a link leads out: https:\/\/example\.com\//,
  },
  {
    what: 'pale text on white',
    body: '<p style="color: #bbb; background: #fff">pale</p>',
    check: on(accessibilityMistakes),
    says: /color-contrast: .*1 times; first body > p/,
  },
  {
    what: 'text that is only pale in the dark',
    body: '<style>@media (prefers-color-scheme: dark) { h1 { color: #333 !important } }</style>',
    scheme: 'dark',
    check: on(accessibilityMistakes),
    says: /color-contrast: .*first h1/,
  },
  {
    what: 'a button without a name',
    body: '<button></button>',
    check: on(accessibilityMistakes),
    says: /button-name: /,
  },
  {
    what: 'a field without a label',
    body: '<input type="text">',
    check: on(accessibilityMistakes),
    says: /label: /,
  },
  {
    what: 'a button that Tab passes by',
    body: '<button tabindex="-1">Zoom out</button>',
    check: on(keyboardMistakes),
    says: /Tab never reaches <button> 'Zoom out'/,
  },
  {
    what: 'a box that only a mouse can click',
    body: '<div onclick="alert(1)">Sort</div>',
    check: on(keyboardMistakes),
    says: /Tab never reaches <div> 'Sort'/,
  },
  {
    what: 'links that do not show the focus',
    body: '<style>a:focus { outline: none !important }</style>',
    check: on(keyboardMistakes),
    says: /nothing shows that <a> '.+' has the focus/,
  },
  {
    what: 'a trap of the focus',
    body: '<button id="trap">Trap</button><script>document.body.prepend(trap); trap.onblur = () => trap.focus()</script>',
    check: on(keyboardMistakes),
    says: /Tab never reaches <a>/,
  },
  {
    what: 'a section that is not printed',
    body: '<style>@media print { main { display: none } }</style>',
    check: printed,
    says: /'.+' is not printed/,
  },
  {
    what: 'a table that paper cuts off',
    body: '<style>@media print { .scroll { overflow: auto !important } .scroll table { width: 1500px !important } }</style>',
    check: printed,
    says: /<div class="scroll"> cuts off \d+ px/,
  },
];

/** A small page of the kind that all reports are, with a table, a picture and a link. */
const good = htmlDocument({
  title: 'a page',
  heading: 'A page',
  facts: 'with which nothing is wrong',
  version: '0.1.0',
  summary: html`<p>It has all that the checks look at.</p>`,
  sections: [
    {
      id: 'measured',
      title: 'Measured',
      body: html`${table('Times', [{ title: 'Fault' }, { title: 'Time' }], [['kill-director', '2.96 s']])}
<figure><div class="scroll" role="region" aria-label="Chart" tabindex="0"><img alt="a dot" width="1" height="1" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></div></figure>
<p><a href="#measured">again</a> <a href="./">files</a></p>`,
    },
  ],
  footer: 'Drawn for a test.',
});

/** Opens a page with this text, at 380 px. */
async function opened(name: string, text: string, scheme: 'light' | 'dark' = 'light'): Promise<OpenPage> {
  const path = join(folder, `${name.replaceAll(' ', '-')}.html`);
  await writeFile(path, text);
  return reader.open(pathToFileURL(path).href, { width: 380, scheme });
}

// Catches: a check that finds a mistake in each and every page.
test('a good page has no mistake', async () => {
  await using open = await opened('good', good);
  for (const check of new Set(bad.map((one) => one.check))) expect(await check(open)).toEqual([]);
});

// Catches: a check of a page that cannot fail.
test.each(bad.map((one) => [one.what, one] as const))(
  '%s is noticed',
  async (what, { body, policy, scheme, check, says }) => {
    const free = policy === 'kept' ? good : good.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    await using open = await opened(what, free.replace('</body>', `${body}</body>`), scheme);
    expect((await check(open)).join('\n')).toMatch(says);
  },
);
