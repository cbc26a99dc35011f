import type { Drawing } from '../charts/render.ts';
import { type Html, html, type Part } from '../html.ts';

/** A chart inside the page, or a link to its file where the page has no room for it. */
export function figure(drawing: Drawing, caption: Part): Html {
  const { name } = drawing;
  return html`<figure id="chart-${name}">
${picture(drawing)}
<figcaption>${caption} <a href="charts/${name}.png">charts/${name}.png</a></figcaption>
</figure>`;
}

/**
 * The picture of a chart. Width and height are given, so that nothing moves while the page is laid out. Of one that the
 * page has no room for it says so, with the numbers that are its alternative text.
 */
export function picture({ name, alt, widthPx, heightPx, png, linked }: Drawing): Html {
  if (linked)
    return html`<p class="linked">Left out to keep this page small: the picture is in <a href="charts/${name}.png">charts/${name}.png</a>, beside it.</p>
<details><summary>What it shows, in words</summary><p>${alt}</p></details>`;
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><img src="data:image/png;base64,${png.toString('base64')}" width="${widthPx}" height="${heightPx}" alt="${alt}"></div>`;
}
