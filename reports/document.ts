import { type Html, html, type Section } from './html.ts';
import { contentSecurityPolicy } from './inline-script.ts';
import { style } from './style.ts';

/** The parts of a page. */
export interface DocumentParts {
  /** For the browser's tab. */
  title: string;
  heading: string;
  /** One line below the heading. */
  facts: string;
  version: string;
  /** What stands above the table of contents. */
  summary: Html;
  sections: Section[];
  footer: string;
  /** What of the style sheet is this page's alone. */
  style?: string;
  /** JavaScript that makes it handier, as `inlineScript` gives it; the page must be of use without. */
  script?: string;
}

/** By which clock the times of a run are, for a page's foot. */
export const clockSentence = "Times are those of the engine's kernel clock (CLOCK_MONOTONIC).";

/** An HTML file that needs no other: heading, summary, table of contents, sections. */
export function htmlDocument(parts: DocumentParts): string {
  const { title, heading, facts, version, summary, sections, footer, style: own = '', script } = parts;
  const { markup } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script === undefined ? [] : [script])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="lvs-drill ${version}">
<title>${title}</title>
<style>${{ markup: style + own }}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<h1>${heading}</h1>
<p class="facts">${facts}</p>
${summary}
<nav aria-label="Sections"><ul>${sections.map(({ id, title: text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${sections.map(
  ({ id, title: text, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${text}</h2>
${body}
</section>
`,
)}</main>
<footer><p>${footer}</p></footer>
${script !== undefined && html`<script>${{ markup: script }}</script>`}
</body>
</html>
`;
  return markup;
}

/** An instant of run.json as a reader likes it. */
export function inUtc(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}
