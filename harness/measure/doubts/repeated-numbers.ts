import type { Recording } from '../../model.ts';

/** What has a number of its own, or an instant to the microsecond, is there once. */
export function repeatedNumbers({ series }: Recording): string[] {
  const opened = series('connection').filter(({ value }) => value.event === 'open');
  return [
    ...repeated(
      'connection',
      opened.map(({ value }) => `${value.connection}`),
    ),
    ...repeated(
      'cohort',
      series('cohort').map(({ at, value }) => `${value.connection} ${value.stage} ${at}`),
    ),
    ...repeated(
      'assignment',
      series('assignment').map(({ value }) => `${value.trial} ${value.stage} ${value.service} ${value.connection}`),
    ),
    ...repeated(
      'advert',
      series('advert').map(({ at, value }) => `${value.source} ${at}`),
    ),
    ...repeated(
      'garp',
      series('garp').map(({ at, value }) => `${value.mac} ${value.address} ${at}`),
    ),
  ];
}

function repeated(name: string, numbers: readonly string[]): string[] {
  const more = numbers.length - new Set(numbers).size;
  return more === 0 ? [] : [`${more} of ${numbers.length} of the series ${name} are there more than once`];
}
