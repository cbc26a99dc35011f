/** What the library's page adds to the style sheet of all pages. */
export const libraryStyle = `
main, header, footer { max-width: 1760px; }
main section { padding: 12px; }
.controls { display: flex; flex-wrap: wrap; gap: 10px 20px; align-items: end; margin: 0 0 8px; border: 0; padding: 0; }
.controls label, .controls legend { font-size: 0.875rem; color: var(--soft); }
.controls .query { flex: 1 1 320px; }
.controls fieldset { border: 0; margin: 0; padding: 0; }
.controls fieldset label { color: var(--ink); margin-right: 12px; white-space: nowrap; }
.controls input[type=search], .controls select, #more {
  display: block; width: 100%; min-height: 36px; font: inherit; color: var(--ink); background: var(--page);
  border: 1px solid var(--soft); border-radius: 6px; padding: 4px 10px;
}
.controls input[type=checkbox] { width: 18px; height: 18px; vertical-align: -3px; accent-color: var(--link); }
.controls :focus-visible, th button:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.hint { font-size: 0.875rem; color: var(--soft); margin: 0 0 12px; }
.hint p { margin: 6px 0; }
.hint summary { width: max-content; cursor: pointer; }
#more { margin: 12px 0; }
#more[hidden], #runs [hidden] { display: none !important; }
/* Laying out thousands of rows takes a browser seconds; those further down are shown when they are asked for. */
@media (scripting: enabled) { #runs table:not(.ready) tbody:nth-of-type(n+201) { display: none; } }
@media (scripting: none) { .controls, .hint, #count, #more { display: none; } }
#runs table { table-layout: fixed; min-width: 1180px; font-size: 0.8125rem; line-height: 1.4; }
#runs th, #runs td { white-space: normal; overflow-wrap: anywhere; padding: 6px; }
#runs caption span { max-width: none; }
#runs tbody th br + small { font-weight: 400; }
#runs time, #runs thead th { white-space: nowrap; }
#runs small { font-size: 0.75rem; color: var(--soft); }
#runs td ul { margin: 0; padding: 0; list-style: none; }
#runs td li + li { margin-top: 2px; }
#runs td li b { font-weight: 600; }
#runs col.for-suite { width: 9.4%; } #runs col.for-when { width: 84px; } #runs col.for-topology { width: 7.5%; } #runs col.for-verdict { width: 100px; }
#runs col.for-history { width: 134px; } #runs col.for-trials { width: 56px; } #runs col.for-duration { width: 86px; }
#runs col.for-engine { width: 60px; } #runs col.for-files { width: 72px; } #runs col.for-numbers { width: 19.5%; }
#runs tr.part > th { padding-left: 22px; font-weight: 400; }
#runs tr.part { background: var(--page); }
#runs tr.head > th { position: relative; padding-left: 22px; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; overflow-wrap: anywhere; }
thead th button { text-decoration: underline dotted; text-underline-offset: 3px; }
thead th[aria-sort=ascending] button::after { content: ' ▲'; }
thead th[aria-sort=descending] button::after { content: ' ▼'; }
tr.head th button { position: absolute; left: 2px; top: 4px; width: 20px; height: 24px; text-align: center; }
tr.head th button::before { content: '▸' / ''; }
tr.head th button[aria-expanded=true]::before { content: '▾' / ''; }
.spark { display: block; }
.spark rect { fill: #56b4e9; fill-opacity: 0.3; }
.spark polyline { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.spark .alone { stroke-width: 3.5; }
.spark circle { fill: var(--link); stroke: var(--card); stroke-width: 1; }
@media (max-width: 760px) {
  #runs .scroll { overflow: visible; }
  #runs table { display: block; min-width: 0; font-size: 0.875rem; }
  #runs caption, #runs tbody { display: block; }
  #runs colgroup { display: none; }
  #runs thead, #runs thead tr { display: flex; flex-wrap: wrap; gap: 4px 14px; }
  #runs thead tr::before { content: 'Sort by'; padding: 4px 0; color: var(--soft); }
  #runs thead th { display: none; border: 0; padding: 4px 0; }
  #runs thead th:has(button) { display: block; }
  #runs tbody tr { display: grid; grid-template-columns: 92px 1fr; padding: 8px 0; border-bottom: 1px solid var(--line); }
  #runs tbody tr > * { border: 0; padding: 1px 4px; grid-column: 2; min-width: 0; }
  #runs tbody tr > th { grid-column: 1 / -1; font-size: 1rem; padding-left: 4px; }
  #runs tr.head > th { padding-left: 26px; } #runs tbody tr.part { padding-left: 16px; } #runs tr.part > th { padding-left: 4px; }
  #runs tbody td::before { position: absolute; left: 0; color: var(--soft); }
  #runs tbody td { position: relative; display: block; }
  #runs tbody td br { display: none; }
  #runs tbody td::before { left: -88px; width: 84px; font-size: 0.8125rem; }
  #runs td:empty { display: none; }
  #runs td:nth-child(2)::before { content: 'When'; } #runs td:nth-child(3)::before { content: 'Topology'; }
  #runs td:nth-child(4)::before { content: 'Verdict'; } #runs td:nth-child(5)::before { content: 'Finding'; }
  #runs td:nth-child(6)::before { content: 'Numbers'; } #runs td:nth-child(7)::before { content: 'History'; }
  #runs td:nth-child(8)::before { content: 'Trials'; } #runs td:nth-child(9)::before { content: 'Duration'; }
  #runs td:nth-child(10)::before { content: 'Engine'; } #runs td:nth-child(11)::before { content: 'Files'; }
}
@media print {
  .controls, .hint, #more { display: none; }
  #runs table { table-layout: auto; min-width: 0; font-size: 7.5px; }
  thead th button { display: inline; text-decoration: none; }
  tr.head th button { display: none; }
}
`;
