import type { Invariant } from '../invariant.ts';

export const invariant: Invariant = {
  name: 'ends',
  summary: 'every command ends by itself',
  broken: ({ suites, status }) => [
    ...suites.flatMap(({ ending }) =>
      ending.hung ? [`The suite had not ended after ${Math.round(ending.durationMs / 1000)} s.`] : [],
    ),
    ...(status.hung ? ['`lab status` did not end.'] : []),
    ...suites.flatMap(({ folder }) => (folder?.report.hung === true ? ['`report` did not end.'] : [])),
  ],
};
