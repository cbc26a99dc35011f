import type { Content } from './content.ts';
import { counted } from './format.ts';
import { html, type Section } from './html.ts';
import { environmentSection, filesSection, warningsSection } from './sections/environment.ts';
import { failoverSection } from './sections/failover.ts';
import { glance } from './sections/glance.ts';
import { connectionsSection, errorsSection } from './sections/losses.ts';
import { phasesSection } from './sections/phases.ts';
import { realServersSection } from './sections/real-servers.ts';
import { throughputSection } from './sections/throughput.ts';
import { timelinesSection } from './sections/timelines.ts';
import { checksSection, verdictBanner } from './sections/verdict.ts';
import { style } from './style.ts';

/** The report of a run: one HTML file that needs no other. The same content gives the same text, byte for byte. */
export function page(content: Content): string {
  const { run } = content.recording;
  const sections: Section[] = [
    checksSection(content),
    failoverSection(content),
    timelinesSection(content),
    realServersSection(content),
    throughputSection(content),
    phasesSection(content),
    connectionsSection(content),
    errorsSection(content),
    environmentSection(content),
    warningsSection(content),
    filesSection(),
  ];
  const started = run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  const { markup } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="lvs-drill ${run.versions.lvsDrill}">
<title>${content.verdict}: ${run.suite} on ${run.topology.name}, ${started}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>${run.suite} on ${run.topology.name}</h1>
<p class="facts">${started} · ${counted(run.trials.length, 'trial')} · ${run.versions.keepalived} · kernel ${run.versions.kernel}</p>
${verdictBanner(content)}
${glance(content)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`,
)}</main>
<footer><p>Run ${run.id}, drawn by lvs-drill from its run folder. Times are those of the engine's kernel clock (CLOCK_MONOTONIC).</p></footer>
</body>
</html>
`;
  return markup;
}
