import type { Content } from './content.ts';
import { clockSentence, htmlDocument, inUtc } from './document.ts';
import { counted } from './format.ts';
import { html, type Section } from './html.ts';
import { hasProber } from './prober.ts';
import { balanceSection } from './sections/balance.ts';
import { calibratedErrorSection } from './sections/calibrated-error.ts';
import { checksSection } from './sections/checks.ts';
import { disruptionSection } from './sections/disruption.ts';
import { distributionsSection } from './sections/distributions.ts';
import { environmentSection, warningsSection } from './sections/environment.ts';
import { errorsSection } from './sections/errors.ts';
import { connectionsSection } from './sections/established.ts';
import { failoverSection } from './sections/failover.ts';
import { filesSection } from './sections/files.ts';
import { forwardingSection } from './sections/forwarding.ts';
import { glance } from './sections/glance.ts';
import { healthSection } from './sections/health.ts';
import { instrumentSection } from './sections/instrument-error.ts';
import { pathMtuSection } from './sections/path-mtu.ts';
import { phaseBarsSection, phasesSection } from './sections/phases.ts';
import { realServersSection } from './sections/real-servers.ts';
import { shapedLinksSection } from './sections/shaped-links.ts';
import { splitBrainSection } from './sections/split-brain.ts';
import { starvationSection } from './sections/starvation.ts';
import { survivalSection } from './sections/survival.ts';
import { throughputSection } from './sections/throughput.ts';
import { timelinesSection } from './sections/timelines.ts';
import { verdictBanner } from './sections/verdict.ts';
import { hasTakeovers } from './takeovers.ts';
import { trialCount } from './trial-words.ts';

/** What a run's scenario is about, beside its checks; sections that have nothing to say are left out. */
function specialSections(content: Content): Section[] {
  return [
    instrumentSection(content),
    hasTakeovers(content.recording.run) ? failoverSection(content) : null,
    phaseBarsSection(content),
    distributionsSection(content),
    healthSection(content, content.removalTime),
    splitBrainSection(content),
    starvationSection(content, content.silence),
    survivalSection(content),
    pathMtuSection(content),
    balanceSection(content, content.balance),
    disruptionSection(content, content.disruption),
    forwardingSection(content, content.loads),
    shapedLinksSection(content, content.loads),
  ].filter((section) => section !== null);
}

/** The checks first, unless they are so many that the answer to the question would be lost behind them. */
export function findings(content: Content): Section[] {
  const checks = checksSection(content);
  const special = specialSections(content);
  return content.judgements.length > 40 ? [...special, checks] : [checks, ...special];
}

/** The report of a run: one HTML file that needs no other. The same content gives the same text, byte for byte. */
export function page(content: Content): string {
  const { run } = content.recording;
  const takeovers = hasTakeovers(run);
  const probed = hasProber(run);
  const name = run.scenario.name === run.suite ? run.suite : `${run.suite}, ${run.scenario.name}`;
  const started = inUtc(run.startedAt);
  return htmlDocument({
    title: `${content.verdict}: ${name} on ${run.topology.name}, ${started}`,
    heading: `${name} on ${run.topology.name}`,
    facts: `${started} · ${counted(trialCount(run), 'trial')} · ${run.versions.keepalived} · kernel ${run.versions.kernel}`,
    version: run.versions.lvsDrill,
    summary: html`<p>${run.scenario.summary}</p>
${verdictBanner(content)}
${takeovers && glance(content)}`,
    sections: [
      ...findings(content),
      probed ? timelinesSection(content) : null,
      probed ? realServersSection(content) : null,
      throughputSection(content),
      takeovers ? phasesSection(content) : null,
      probed ? connectionsSection(content) : null,
      probed ? errorsSection(content) : null,
      calibratedErrorSection(content),
      environmentSection(content),
      warningsSection(content),
      filesSection(content),
    ].filter((section) => section !== null),
    footer: `Run ${run.id}, drawn by lvs-drill from its run folder. ${clockSentence}`,
    script: content.script,
  });
}
