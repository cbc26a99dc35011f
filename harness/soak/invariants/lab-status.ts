import type { Invariant } from '../invariant.ts';

export const invariant: Invariant = {
  name: 'lab-status',
  summary: '`lab status` works whatever happened',
  broken: ({ status }) =>
    status.exitCode === 0 || status.hung
      ? []
      : [`\`lab status\` ended with ${status.signal ?? status.exitCode}: ${status.stderr.trim().split('\n')[0] ?? ''}`],
};
