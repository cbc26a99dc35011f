import type { TrialMeasurement } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { formatNumber, formatShare } from '../format.ts';
import { html, type Section, table } from '../html.ts';

/** Whether connections that were established before the fault outlived it. */
export function connectionsSection(content: Content): Section {
  const rows = byFault(content).map(({ fault, measurements }) => {
    const before = sum(measurements, (one) => one.connectionsBefore);
    const lost = sum(measurements, (one) => one.connectionsLost);
    return [
      fault,
      formatNumber(before),
      formatNumber(lost),
      formatNumber(before - lost),
      formatShare(before - lost, before),
    ];
  });
  const numeric = (title: string) => ({ title, numeric: true });
  const columns = [{ title: 'Fault' }, ...['Open before', 'Lost', 'Survived', 'Share survived'].map(numeric)];
  return {
    id: 'connections',
    title: 'Established connections',
    body:
      rows.length === 0
        ? html`<p>No trial was recorded.</p>`
        : table(
            'Long-lived connections over all trials of a fault, from the fault to the end of the trial.',
            columns,
            rows,
          ),
  };
}

function byFault({ trials }: Content): { fault: string; measurements: TrialMeasurement[] }[] {
  const measurements = trials.map((one) => one.measurement);
  return [...new Set(measurements.map((one) => one.fault))].map((fault) => ({
    fault,
    measurements: measurements.filter((one) => one.fault === fault),
  }));
}

function sum(measurements: TrialMeasurement[], of: (one: TrialMeasurement) => number): number {
  return measurements.reduce((total, one) => total + of(one), 0);
}
