import { timelineStyle } from './timeline-style.ts';

/** The page's style sheet: light and dark, paper, and down to a width of 380 px. No file is loaded from anywhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --link: #0a58ca;
  --pass: #00664a; --pass-back: #e0f3ec; --fail: #a63d00; --fail-back: #fdeae0; --unknown: #6b4d00; --unknown-back: #fbf0d3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1d2127; --ink: #e8eaed; --soft: #a4acb6; --line: #3a414a; --link: #8ab4f8;
    --pass: #5fd3ac; --pass-back: #12332a; --fail: #ff9d66; --fail-back: #43210f; --unknown: #f0c75e; --unknown-back: #3a300f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 24px; }
header .scroll td, header .scroll th { padding-left: 8px; padding-right: 8px; }
header .scroll { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 20px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 1.2rem; margin: 0 0 12px; }
h3 { font-size: 1rem; margin: 20px 0 8px; }
p { margin: 0 0 12px; max-width: 75ch; overflow-wrap: anywhere; }
a { color: var(--link); }
a, summary, button, input { touch-action: manipulation; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: 8px; top: -60px; padding: 8px 12px; background: var(--card); border: 1px solid var(--line); z-index: 1; }
.skip:focus { top: 8px; }
section:target { scroll-margin-top: 8px; }
code, pre { font: 0.9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.facts, figcaption, caption, footer { color: var(--soft); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 12px 0 20px; padding: 0; font-size: 0.9rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin: 0 0 20px; }
.verdict { border-left: 8px solid; padding: 16px 20px; border-radius: 8px; margin: 16px 0; font-size: 1.1rem; }
.verdict p { margin: 0; }
.verdict p + p { margin-top: 8px; font-size: 0.95rem; color: var(--ink); }
.verdict.pass { background: var(--pass-back); border-color: var(--pass); }
.verdict.fail { background: var(--fail-back); border-color: var(--fail); }
.verdict.unknown { background: var(--unknown-back); border-color: var(--unknown); }
.badge { display: inline-block; white-space: nowrap; font-weight: 700; padding: 1px 8px; border-radius: 999px; }
.badge.pass { color: var(--pass); background: var(--pass-back); }
.badge.fail { color: var(--fail); background: var(--fail-back); }
.badge.unknown { color: var(--unknown); background: var(--unknown-back); }
.badge.skipped { color: var(--soft); border: 1px solid var(--line); }
.scroll { overflow-x: auto; margin: 0 0 12px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
caption { text-align: left; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 6px 7px; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { border-bottom: 2px solid var(--line); }
tbody th { font-weight: 600; }
tr.noted > * { border-bottom: 0; padding-bottom: 0; }
tr.note td { color: var(--soft); padding-top: 0; white-space: normal; }
/* What spans the table stays readable while a narrow screen scrolls the columns. */
caption span, tr.note span { display: inline-block; position: sticky; left: 0; max-width: min(100vw - 90px, 1090px); white-space: normal; }
tr.note span { left: 6px; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number small { color: var(--soft); display: block; }
tbody th small { display: block; font-weight: 400; white-space: normal; }
.cell small { color: var(--soft); }
.cell + .cell { margin-top: 6px; }
td.wide { min-width: 26ch; white-space: normal; }
figure { margin: 0 0 20px; }
figure .scroll { background: #ffffff; border: 1px solid var(--line); border-radius: 6px; margin-bottom: 6px; }
figure img { display: block; width: 100%; min-width: 720px; height: auto; }
figcaption b { font-weight: 700; background: var(--ink); color: var(--card); border-radius: 3px; padding: 0 4px; font-size: 0.75rem; }
figcaption ol { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 12px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.filter { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 12px; padding: 4px 12px 8px; display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 0.875rem; }
.filter legend { color: var(--soft); padding: 0 4px; }
.filter label { cursor: pointer; }
section:has(.filter input[value="fail"]:checked) tr:is(.unknown, .pass),
section:has(.filter input[value="unknown"]:checked) tr:is(.fail, .pass),
section:has(.filter input[value="pass"]:checked) tr:is(.fail, .unknown) { display: none; }
details { margin: 0 0 12px; font-size: 0.9rem; }
summary { cursor: pointer; padding: 4px 0; }
.command code { user-select: all; }
.command button { font: inherit; font-size: 0.875rem; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 2px 10px; min-height: 28px; cursor: pointer; vertical-align: baseline; }
ul.files { margin: 4px 0; padding-left: 20px; columns: 26ch; }
small { color: var(--soft); }
ul.plain { margin: 0; padding-left: 20px; overflow-wrap: anywhere; }
footer { padding-bottom: 32px; }
@media (max-width: 640px) {
  main, header, footer { padding-left: 12px; padding-right: 12px; }
  section { padding: 14px; }
  header .scroll { padding: 8px 10px; }
  th, td { padding-left: 6px; padding-right: 6px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media print {
  :root { --page: #ffffff; font-size: 11px; }
  body { font-size: 11px; }
  nav, .skip, .filter, button { display: none; }
  section tr:is(.fail, .unknown, .pass) { display: table-row !important; }
  details::details-content { content-visibility: visible; block-size: auto; }
  section { border: 0; padding: 0; }
  h2, h3, h3 + p, tr.noted { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8.5px; }
  th, td, thead th { white-space: normal; padding: 3px 4px; }
  td.number { white-space: nowrap; }
  .cell small { color: var(--soft); }
.cell + .cell { margin-top: 6px; }
td.wide { min-width: 0; }
  figure img { min-width: 0; }
  .verdict, .badge { print-color-adjust: exact; }
  figcaption b { background: none; color: inherit; border: 1px solid; }
}
${timelineStyle}`;
