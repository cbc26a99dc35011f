import type { Content } from '../content.ts';
import { formatNumber, formatShare } from '../format.ts';
import { html, type Section, table } from '../html.ts';
import { figure } from './figure.ts';

/** Who answered: the share of each real server. */
export function realServersSection({ recording, shares, realServerShare }: Content): Section {
  const { topology } = recording.run;
  const answers = shares[0]?.answers ?? [];
  const total = answers.reduce((sum, one) => sum + one, 0);
  const schedulers = [...new Set(topology.virtualServices.map((one) => one.scheduler))].join(', ');
  const rows = topology.realServers.map(({ name, address, weight }, index) => [
    name,
    address,
    formatNumber(weight),
    formatNumber(answers[index] ?? 0),
    formatShare(answers[index] ?? 0, total),
  ]);
  const columns = [
    { title: 'Real server' },
    { title: 'Address' },
    { title: 'Weight', numeric: true },
    { title: 'Answers', numeric: true },
    { title: 'Share', numeric: true },
  ];
  return {
    id: 'real-servers',
    title: 'Share per real server',
    body: html`${realServerShare !== null && figure(realServerShare, 'Every answer names the real server that gave it.')}
${table(`Answers over the whole run; scheduler ${schedulers}.`, columns, rows)}`,
  };
}
