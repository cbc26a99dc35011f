import type { Run } from '../harness/model.ts';
import type { Content } from './content.ts';
import { htmlDocument, inUtc } from './document.ts';
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

/** Whether some fault of the run is predicted to make another director take over. */
function hasTakeovers({ faults }: Run): boolean {
  return faults.some((one) => one.detection !== 'none');
}

/** Sections that answer the question of some scenarios; the others have nothing to put in them. */
const special: { section(content: Content): Section; applies(run: Run): boolean }[] = [
  { section: failoverSection, applies: hasTakeovers },
];

/** What a run's scenario is about, beside its checks. */
export function specialSections(content: Content): Section[] {
  return special.filter(({ applies }) => applies(content.recording.run)).map(({ section }) => section(content));
}

/** The report of a run: one HTML file that needs no other. The same content gives the same text, byte for byte. */
export function page(content: Content): string {
  const { run } = content.recording;
  const takeovers = hasTakeovers(run);
  const name = run.scenario.name === run.suite ? run.suite : `${run.suite}, ${run.scenario.name}`;
  const started = inUtc(run.startedAt);
  return htmlDocument({
    title: `${content.verdict}: ${name} on ${run.topology.name}, ${started}`,
    heading: `${name} on ${run.topology.name}`,
    facts: `${started} · ${counted(run.trials.length, 'trial')} · ${run.versions.keepalived} · kernel ${run.versions.kernel}`,
    version: run.versions.lvsDrill,
    summary: html`<p>${run.scenario.summary}</p>
${verdictBanner(content)}
${takeovers && glance(content)}`,
    sections: [
      checksSection(content),
      ...specialSections(content),
      timelinesSection(content),
      realServersSection(content),
      ...(run.throughput === null ? [] : [throughputSection(content)]),
      ...(takeovers ? [phasesSection(content)] : []),
      connectionsSection(content),
      errorsSection(content),
      environmentSection(content),
      warningsSection(content),
      filesSection(),
    ],
    footer: `Run ${run.id}, drawn by lvs-drill from its run folder.`,
  });
}
