import { marked } from 'marked';
import { expect, test } from 'vitest';
import { escapeMarkdown, markdownCode, markdownTable } from './markdown.ts';
import { onOneLine } from './one-line.ts';

/** What a reader sees of a paragraph. */
function shown(markdown: string): string {
  const rendered = marked.parse(markdown, { async: false, gfm: true }).trim();
  expect(rendered).toMatch(/^<p>[^<>]*<\/p>$/);
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return rendered.slice(3, -4).replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

test.each([
  '3.650 s [3.648 .. 3.663], ±0.060',
  '**bold** _it_ ~~gone~~ `code`',
  '<script>alert(1)</script><img src=x onerror=y>',
  '[text](javascript:alert(1)) ![image](http://x)',
  'https://example.test/a?b=c&d=e www.example.test @somebody',
  '&lt; &copy; &#x41;',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '2) item',
  '> quoted',
  '=== under',
  '--- rule',
  'a | b | c',
  'back\\slash \\* $x^2$ :tada:',
])('%s is shown as it stands', (text) => {
  expect(shown(escapeMarkdown(text))).toBe(text);
});

test('line ends and control characters do not leave their line', () => {
  const hostile = 'a\nb\r\n\u001b[31mred\u0007 \u202eturned\u2066\u0000 end';
  expect(onOneLine(hostile)).toBe('a b [31mred turned end');
  expect(escapeMarkdown(hostile)).not.toMatch(/[\p{C}\n]/u);
});

test('a table keeps its shape whatever is in its cells', () => {
  const rendered = marked.parse(markdownTable(['name', 'note'], [['a|b\n|c|', '<td>']]), { async: false });
  expect(rendered.match(/<th>/g)).toHaveLength(2);
  expect(rendered.match(/<td>/g)).toHaveLength(2);
  expect(rendered).toContain('<td>a|b |c|</td>');
  expect(rendered).toContain('&lt;td&gt;');
});

test('columns of numbers stand to the right', () => {
  const rendered = marked.parse(markdownTable(['name', { title: 'ms', numeric: true }], [['a', '1']]), {
    async: false,
  });
  expect(rendered).toContain('<th align="right">ms</th>');
  expect(rendered).toContain('<td>a</td>');
});

test.each(['npm run suite', 'a `b` c', '`', '``` fenced', ' \n<b>&amp;'])(
  '%j as code is shown as it stands',
  (text) => {
    const rendered = marked.parse(`Repeat: ${markdownCode(text)}.`, { async: false });
    const shownText = text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(rendered).toBe(`<p>Repeat: <code>${shownText}</code>.</p>\n`);
  },
);
