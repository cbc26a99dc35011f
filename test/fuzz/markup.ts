import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { marked, type Token } from 'marked';
import { type DefaultTreeAdapterMap, parse } from 'parse5';

/** What hostile texts of these tests would do or load if anything obeyed them. */
export const canary = 'canary';

type Node = DefaultTreeAdapterMap['node'];

/** Elements that our pages have; everything else came from elsewhere. */
const elements = new Set(
  `html head meta title style body script a abbr aside b button caption code dd details div dl dt em fieldset figcaption
  figure footer form h1 h2 h3 h4 header hr i img input label legend li main nav ol option output p pre role section select
  small span strong sub summary sup svg g path line rect circle polyline polygon text table tbody td tfoot th thead time tr
  ul canvas template datalist mark kbd br colgroup col noscript`.split(/\s+/),
);
/** Attributes that say something to a reader, or carry data for our own scripts. */
const textual =
  /^(alt|title|aria-[a-z]+|content|value|placeholder|data-[a-z0-9-]+|datetime|label|id|for|name|headers)$/;

/** What in a page is not ours: what runs, loads, leads elsewhere, or does not belong; each in words. */
export function strangeIn(page: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.nodeName === '#comment' && 'data' in node) found.push(`a comment: ${node.data}`);
    if ('tagName' in node) {
      const { tagName, attrs } = node;
      if (!elements.has(tagName)) found.push(`an element ${tagName}`);
      for (const { name, value } of attrs) found.push(...strangeAttribute(tagName, name, value));
      if (tagName === 'script' || tagName === 'style') found.push(...strangeScript(node));
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(page));
  return found;
}

function strangeAttribute(tag: string, name: string, value: string): string[] {
  const told = `${tag} ${name}=${JSON.stringify(value.slice(0, 200))}`;
  if (!/^[a-zA-Z][\w:-]*$/.test(name) || name.startsWith('on')) return [`an attribute: ${told}`];
  if (name === 'href') return leadsAway(value) ? [`a link: ${told}`] : [];
  if (name === 'src') return value.startsWith('data:image/png;base64,') ? [] : [`a source: ${told}`];
  if (tag === 'meta' && name === 'content' && value.includes("script-src 'unsafe")) return [told];
  return value.includes(canary) && !textual.test(name) ? [`a text where none belongs: ${told}`] : [];
}

/** Out of the folder that the page lies in. */
function leadsAway(href: string): boolean {
  const base = 'http://base.invalid/a/b/c/d/';
  return !new URL(href, base).href.startsWith('http://base.invalid/');
}

function strangeScript(node: DefaultTreeAdapterMap['element']): string[] {
  const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
  const type = node.attrs.find(({ name }) => name === 'type')?.value;
  if (node.tagName === 'script' && type === 'application/json') {
    try {
      JSON.parse(text);
      return [];
    } catch {
      return [`data that is no JSON: ${text.slice(0, 200)}`];
    }
  }
  return text.includes(canary) ? [`a text in a ${node.tagName}: ${text.slice(0, 200)}`] : [];
}

/** What is wrong with an XML file: that it is none, or elements that are not JUnit's. */
export function strangeInXml(xml: string): string[] {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) return [JSON.stringify(valid.err)];
  const known = new Set(
    'testsuites testsuite testcase properties property failure error skipped system-out ?xml #text'.split(' '),
  );
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      if (!Array.isArray(value) && !key.startsWith('@') && !known.has(key)) found.push(`an element ${key}`);
      visit(one);
    }
  };
  visit(new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' }).parse(xml));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) found.push('a character that XML cannot hold');
  return found;
}

/** What in a text of ours is HTML, a picture, or a link to elsewhere, as GitHub shows Markdown. */
export function strangeInMarkdown(markdown: string): string[] {
  const found: string[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token: Token) => {
    if (token.type === 'html' || token.type === 'image' || token.type === 'def')
      found.push(`${token.type}: ${token.raw}`);
    if (token.type === 'link' && leadsAway(token.href)) found.push(`a link: ${token.raw}`);
    if (token.type === 'heading' && token.raw.startsWith('# ')) found.push(`a heading: ${token.raw}`);
  });
  return found;
}

/** Whether a terminal would do anything with it but write it: our colours are no part of that. */
export function strangeInTerminal(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are taken out
  const colourless = text.replaceAll(/\u001b\[\d+(;\d+)*m/g, '');
  return [...colourless.matchAll(/[^\P{C}\n]/gu)].map(([one]) => `U+${one.codePointAt(0)?.toString(16)}`);
}
