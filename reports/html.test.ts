import { expect, test } from 'vitest';
import { escapeHtml, html, table } from './html.ts';

test('text and numbers are escaped, markup is not, null and false leave nothing', () => {
  const evil = `<script>alert("1" & '2')</script>`;
  const inner = html`<b title="${evil}">${evil}</b>`;
  expect(html`<p>${inner}${3}${null}${false}${[evil, inner]}</p>`.markup).toBe(
    `<p>${inner.markup}3${escapeHtml(evil)}${inner.markup}</p>`,
  );
  expect(inner.markup).toBe(`<b title="${escapeHtml(evil)}">${escapeHtml(evil)}</b>`);
  expect(escapeHtml(evil)).toBe('&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;');
});

test('a table scrolls in a container of its own that the keyboard reaches, and has header cells', () => {
  const columns = [{ title: 'A & B' }, { title: 'ms', numeric: true }];
  const { markup } = table('Caption', columns, [{ cells: ['row', '5'], note: 'a sentence' }, ['other', '6']]);
  expect(markup).toContain('<div class="scroll" role="region" aria-label="Caption" tabindex="0"><table>');
  expect(markup).toContain('<th scope="col">A &amp; B</th><th scope="col" class="number">ms</th>');
  expect(markup).toContain('<th scope="row">row</th><td class="number">5</td>');
  expect(markup).toContain('<td colspan="2"><span>a sentence</span></td>');
});
