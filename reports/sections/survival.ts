import { changesDirector } from '../../harness/measure/director-return.ts';
import { type SurvivalCell, type SurvivalTry, survivalCells, survivalOf } from '../../harness/measure/survival.ts';
import type { FaultFacts } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatMs, formatNumber, formatRange } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';

const columns = [
  { title: 'Fault' },
  { title: 'Sync daemon' },
  { title: 'Packets sent', numeric: true },
  { title: 'Age', numeric: true },
  { title: 'Predicted alive', numeric: true },
  { title: 'Survived the takeover', numeric: true },
  { title: 'Predicted alive', numeric: true },
  { title: 'Survived the switch back', numeric: true },
];

/** Which established connections outlived the takeover and the switch back, by age; null where none of known age was tried. */
export function survivalSection(content: Content): Section | null {
  const { topology, faults } = content.recording.run;
  const sync = topology.syncDaemon === true ? 'on' : 'off';
  const rows = faults.filter(changesDirector).flatMap((facts) => {
    const { tries, silent } = triesOf(content, facts);
    const cells = survivalCells(tries);
    const back = cells.filter(({ stage }) => stage === 'reversion');
    const over = cells.filter(({ stage }) => stage === 'failover');
    const made = over.map((cell) =>
      rowOf(
        facts.name,
        sync,
        cell,
        back.find((other) => isSameCohort(cell, other)),
      ),
    );
    const note =
      silent === 0
        ? ''
        : `Not counted: ${counted(silent, 'connection')} that the real server or the client itself ended.`;
    return made.map((cells, index) => (index === made.length - 1 && note !== '' ? { cells, note } : { cells }));
  });
  if (rows.length === 0) return null;
  return {
    id: 'survival',
    title: 'Connections by age',
    body: html`<p>Connections that were made before each fault, left alone, and tried once after the takeover; those still alive once
more after the switch back. Packets are the client's: 2 is the handshake alone, and the sync daemon tells the backup of
the third, up to 3 s later. Where a prediction is a range, the connections were too young to call either way.</p>
${table('Connections of known ages over all trials of a fault, alive of those tried, beside the prediction.', columns, rows)}`,
  };
}

function triesOf({ recording, trials }: Content, facts: FaultFacts): { tries: SurvivalTry[]; silent: number } {
  const seen = recording.run.trials
    .filter((trial) => trial.fault === facts.name)
    .flatMap((trial) => {
      const measurement = trials.map((one) => one.measurement).find(({ index }) => index === trial.index);
      return measurement === undefined ? [] : [survivalOf(recording, facts, trial, measurement)];
    });
  return { tries: seen.flatMap(({ tries }) => tries), silent: seen.reduce((sum, { silent }) => sum + silent, 0) };
}

function rowOf(fault: string, sync: string, over: SurvivalCell, back: SurvivalCell | undefined): Part[] {
  return [
    fault,
    sync,
    formatNumber(over.cohort.packets),
    formatMs(over.cohort.ageMs),
    formatRange('', over.predicted),
    `${over.alive} of ${over.tried}`,
    back === undefined ? absent : formatRange('', back.predicted),
    back === undefined ? absent : `${back.alive} of ${back.tried}`,
  ];
}

function isSameCohort({ cohort }: SurvivalCell, other: SurvivalCell): boolean {
  return cohort.packets === other.cohort.packets && cohort.ageMs === other.cohort.ageMs;
}
