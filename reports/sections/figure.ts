import type { Drawing } from '../charts/render.ts';
import { type Html, html, type Part } from '../html.ts';

/** A chart inside the page. Width and height are given, so that nothing moves while the page is laid out. */
export function figure(drawing: Drawing, caption: Part): Html {
  const { name, alt, widthPx, heightPx, png } = drawing;
  return html`<figure id="chart-${name}">
<div class="scroll" role="region" aria-label="${name}" tabindex="0"><img src="data:image/png;base64,${png.toString('base64')}" width="${widthPx}" height="${heightPx}" alt="${alt}"></div>
<figcaption>${caption} <a href="charts/${name}.png">charts/${name}.png</a></figcaption>
</figure>`;
}
