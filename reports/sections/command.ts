import { type Html, html } from '../html.ts';

/**
 * A command to be run again. One click selects all of it; a browser that runs scripts shows the button that copies it
 * (reports/browser/copy-buttons.ts).
 */
export function command(text: string): Html {
  return html`<p class="command"><code>${text}</code> <button type="button" data-copy hidden>Copy</button></p>`;
}
