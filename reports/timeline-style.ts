/**
 * Rules for the timelines of trials. The box has the height of the picture from the start, so that nothing moves when a
 * browser draws the chart in it; without JavaScript, and on paper, it is the picture's.
 */
export const timelineStyle = `
.timeline-panel { display: none; }
.scripted .timeline-panel { display: block; }
.timeline-box { position: relative; }
.timeline-chart { position: absolute; inset: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; cursor: crosshair; }
.timeline-chart:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.timeline-cursor { position: absolute; left: 0; top: 0; width: 0; border-left: 1px solid var(--ink); pointer-events: none; }
.timeline-box[data-state="drawn"] > :not(.timeline-chart) { visibility: hidden; }
.timeline-buttons { display: flex; gap: 6px; height: 34px; margin: 0 0 6px; }
.timeline-buttons button { font: inherit; font-size: 0.875rem; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; min-width: 40px; cursor: pointer; }
.timeline-buttons button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.readout { height: 8.8em; overflow-y: auto; columns: 2; column-gap: 24px; font-size: 0.8125rem; line-height: 1.45; font-variant-numeric: tabular-nums; border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; margin: 0 0 8px; }
.readout p { margin: 0 0 2px; max-width: none; break-inside: avoid; }
.readout b { display: inline-block; min-width: 4.6em; }
@media (scripting: enabled) {
  .timeline-panel { display: block; }
  .timeline-box { height: var(--height); margin-bottom: 8px; overflow: hidden; }
}
@media (max-width: 640px) { .readout { columns: 1; height: 22em; } }
@media print {
  .timeline-panel, .scripted .timeline-panel, .timeline-chart { display: none; }
  .timeline-box { height: auto; }
  .timeline-box[data-state="drawn"] > :not(.timeline-chart) { visibility: visible; }
}
`;
