import type { ProbeSettings, RealServer, Run, Topology } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatMs, formatNumber } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';
import { hasProber } from '../prober.ts';
import { command } from './command.ts';

/** What the run ran on and with: what another person needs to repeat it, or to doubt it. */
export function environmentSection({ recording }: Content): Section {
  const { run } = recording;
  return {
    id: 'environment',
    title: 'Environment',
    body: html`<h3>To repeat this run</h3>
${command(run.command)}
<h3>Versions and engine</h3>
${facts(versionFacts(run))}
<h3>Topology ${run.topology.name}</h3>
<p>${run.topology.summary}</p>
${facts(vrrpFacts(run))}
${nodes(run.topology)}
<h3>sysctls of a director</h3>
${sysctls(run)}`,
  };
}

/** What went wrong on the way, in the words of whoever noticed it. */
export function warningsSection({ recording, notes }: Content): Section {
  const { warnings, kernelTrouble } = recording.run;
  const list = (items: string[]): Html => html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const all = [...warnings, ...notes];
  return {
    id: 'warnings',
    title: 'Warnings',
    body: html`${all.length === 0 ? html`<p>None.</p>` : list(all)}
${kernelTrouble.length > 0 && html`<h3>The engine's kernel reported trouble</h3>${list(kernelTrouble)}`}`,
  };
}

function facts(pairs: [string, Part][]): Html {
  return html`<dl>${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function versionFacts({ versions, engine, seed, readyAfterMs }: Run): [string, Part][] {
  const dirty = versions.gitDirty === true ? ', with uncommitted changes' : '';
  const commit = versions.gitCommit === null ? '' : ` (commit ${versions.gitCommit.slice(0, 12)}${dirty})`;
  return [
    ['lvs-drill', `${versions.lvsDrill}${commit}`],
    ['keepalived', versions.keepalived],
    ['ipvsadm', versions.ipvsadm],
    ['Apache httpd', versions.httpd],
    ['Kernel', versions.kernel],
    ['Docker engine', `${versions.dockerEngine}; ${engine.kind}: ${engine.reason}`],
    ['Processors, memory', `${engine.cpus}, ${formatNumber(engine.memoryBytes / 2 ** 30, 1)} GiB`],
    ['Node.js', versions.node],
    ['Seed', formatNumber(seed)],
    ['Topology ready after', readyAfterMs === null ? 'never' : formatMs(readyAfterMs)],
  ];
}

function vrrpFacts(run: Run): [string, Part][] {
  const { topology, probe } = run;
  const { vrrp } = topology;
  const services = topology.virtualServices.map((one) =>
    [
      `${one.vip}:${one.port}`,
      ['scheduler', one.scheduler, ...(one.schedulerFlags ?? [])].join(' '),
      ...(one.weights === undefined ? [] : [`weights ${one.weights.map((weight) => weight ?? absent).join(':')}`]),
      `forwarding ${one.forwardingMethod}`,
    ].join(', '),
  );
  return [
    [
      'VRRP',
      `version ${vrrp.version}, virtual router id ${vrrp.virtualRouterId}, ${vrrp.preempt ? 'preemption' : 'no preemption'}`,
    ],
    ['Advertisement interval', formatMs(vrrp.advertIntervalMs)],
    ['Virtual services', services.join('; ')],
    ['Subnet', topology.subnet],
    ...insideFacts(topology),
    ...sizeFacts(topology),
    ...(hasProber(run) ? proberFacts(probe) : []),
  ];
}

function proberFacts({ intervalMs, deadlineMs, delayThresholdMs, connections }: ProbeSettings): [string, Part][] {
  return [
    [
      'Prober',
      `a request every ${formatMs(intervalMs)}, given up after ${formatMs(deadlineMs)}, late above ${formatMs(delayThresholdMs)}`,
    ],
    ['Long-lived connections', formatNumber(connections)],
  ];
}

function nodes({ directors, realServers, clients }: Topology): Html {
  const rows = [
    ...directors.map((one) => [
      one.name,
      'director',
      [one.address, one.insideAddress ?? []].flat().join(', '),
      `priority ${one.priority}, starts as ${one.initialState}`,
    ]),
    ...realServers.map((one) => [one.name, 'real server', one.address, serverSetting(one)]),
    ...clients.map((one) => [
      one.name,
      'client',
      [one.address, one.farAddress ?? []].flat().join(', '),
      `${one.sourceAddresses.length} source addresses`,
    ]),
  ];
  const columns = ['Node', 'Role', 'Address', 'Setting'].map((title) => ({ title }));
  return table('Nodes of the topology.', columns, rows);
}

function serverSetting({ weight, on, lacksTunnel, gateway }: RealServer): string {
  const traits = [
    ...(on === undefined ? [] : [`on ${on}`]),
    ...(lacksTunnel === true ? ['without a tunnel'] : []),
    ...(gateway === undefined ? [] : [`default route by ${gateway}`]),
  ];
  return [`weight ${weight}`, ...traits].join(', ');
}

function insideFacts({ inside }: Topology): [string, Part][] {
  if (inside === undefined) return [];
  const answers = `real servers answer by ${inside.vip}`;
  const network = inside.subnet === undefined ? 'in the same network' : `in ${inside.subnet}, one sync group`;
  return [['Way back', `${answers}, ${network}`]];
}

function sizeFacts({ realServerAdvmss, clientRouteMtu }: Topology): [string, Part][] {
  return [
    ...(realServerAdvmss === undefined
      ? []
      : [['Segments that real servers ask for (advmss)', `${realServerAdvmss} B`] satisfies [string, Part]]),
    ...(clientRouteMtu === undefined
      ? []
      : [['MTU of the clients’ routes to the VIPs', `${clientRouteMtu} B`] satisfies [string, Part]]),
  ];
}

function sysctls(run: Run): Html {
  const rows = Object.entries(run.sysctls).sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return html`<p>None were read.</p>`;
  return html`<details><summary>${counted(rows.length, 'setting')}</summary>${table('Kernel settings that change what IPVS does.', [{ title: 'Name' }, { title: 'Value' }], rows)}</details>`;
}
