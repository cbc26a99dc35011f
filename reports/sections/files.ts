import type { RunFile } from '../../harness/store/run-files.ts';
import type { Content } from '../content.ts';
import { formatBytes } from '../format.ts';
import { type Html, html, type Section } from '../html.ts';

const known: Record<string, string> = {
  'observations.ndjson': 'every observation, one JSON object per line, on the clock of the engine’s kernel',
  'capture.pcap': 'VRRP and ARP on the wire; opens in Wireshark',
};

/** What is written together with the page. */
const written: [string, string][] = [
  ['junit.xml', 'the judgements as JUnit XML, for CI systems'],
  ['ctrf.json', 'the same in the Common Test Report Format'],
  ['summary.md', 'verdict, checks and numbers as Markdown'],
  ['metrics.prom', 'the numbers for the textfile collector of Prometheus’ node_exporter'],
];

/** The raw material beside the page, as far as it is there. */
export function filesSection({ files }: Pick<Content, 'files'>): Section {
  const logs = files.filter(({ path }) => path.startsWith('logs/'));
  const others = files.filter(({ path }) => !logs.some((log) => log.path === path));
  const absent = Object.keys(known).filter((path) => !others.some((one) => one.path === path));
  return {
    id: 'files',
    title: 'Files of this run',
    body: html`<ul class="plain">
<li><a href="run.json">run.json</a>: everything about the run but the observations, with judgements and metrics</li>
${others.map((file) => html`<li>${link(file)}: ${known[file.path] ?? null}</li>`)}
${written.map(([path, what]) => html`<li><a href="${path}">${path}</a>: ${what}</li>`)}
<li><a href="charts/">charts/</a>: the charts of this page as PNG files</li>
${logs.length > 0 && html`<li><a href="logs/">logs/</a>: keepalived, httpd, containers, engine<ul class="files">${logs.map((file) => html`<li>${link(file)}</li>`)}</ul></li>`}
</ul>
${absent.map((path) => html`<p>There is no <code>${path}</code> in this folder.</p>`)}${logs.length === 0 && html`<p>There are no logs in this folder.</p>`}`,
  };
}

function link({ path, bytes }: RunFile): Html {
  const href = path.split('/').map(encodeURIComponent).join('/');
  return html`<a href="${href}">${path}</a> <small>${bytes === 0 ? 'empty' : formatBytes(bytes)}</small>`;
}
