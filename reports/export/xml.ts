import { type Html, html, type Part } from '../html.ts';

/** All but the characters that an XML 1.0 document may hold (section 2.2): a reference to another one is no way in either. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Template of XML: every value in it is escaped, and what XML cannot hold becomes U+FFFD. */
export function xml(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return html(texts, ...parts.map(holdable));
}

function holdable(part: Part): Part {
  if (typeof part === 'string') return part.replaceAll(forbidden, '\u{FFFD}');
  return Array.isArray(part) ? part.map(holdable) : part;
}
