import { exitCodes } from '../../errors.ts';
import type { Invariant } from '../invariant.ts';

export const invariant: Invariant = {
  name: 'run-folder',
  summary: 'a run that was begun can be read, judged and drawn from its folder',
  broken: ({ suites }) =>
    suites.flatMap(({ folder }) => {
      if (folder === null) return [];
      const { there, judged, report, path } = folder;
      const said = report.stderr.trim().split('\n')[0] ?? '';
      if (!there) {
        return report.exitCode === exitCodes.usage
          ? []
          : [`\`report\` of ${path}, which holds no run, ended with ${report.exitCode}: ${said}`];
      }
      return [
        ...(judged === null ? [`The run in ${path} cannot be read and judged.`] : []),
        ...(report.exitCode === 0 ? [] : [`\`report\` of ${path} ended with ${report.exitCode}: ${said}`]),
      ];
    }),
};
