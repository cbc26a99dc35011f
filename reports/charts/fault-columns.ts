import type { Range, Run } from '../../harness/model.ts';
import { palette, seeThrough } from './palette.ts';
import { type Annotation, faultColour } from './timeline-annotations.ts';

/** Fill of what is predicted; the legend shows it too. */
export const bandFill = seeThrough(palette.sky, 0.45);

/** A box for each prediction, ms, on an axis of seconds, over the column of its place; null: no prediction, no box. */
export function predictionBands(
  predictedMs: readonly (Range | null)[],
  borderWidth: number,
): Record<string, Annotation> {
  return Object.fromEntries(
    predictedMs.flatMap((range, x): [string, Annotation][] =>
      range === null
        ? []
        : [
            [
              `band ${x}`,
              {
                type: 'box',
                drawTime: 'beforeDatasetsDraw',
                xMin: x - 0.36,
                xMax: x + 0.36,
                yMin: range.low / 1000,
                yMax: range.high / 1000,
                backgroundColor: bandFill,
                // A prediction of a single number has no height: its border shows it.
                borderColor: palette.blue,
                borderWidth,
              },
            ],
          ],
    ),
  );
}

/** Neighbouring columns of one fault stand on its colour, with its name above them; `faults` names that of each column. */
export function faultGroups(run: Run, faults: readonly string[], fontSize: number): Record<string, Annotation> {
  return groupBands(faults, (fault) => faultColour(run, fault), fontSize);
}

/** The same of anything else that neighbouring columns have in common. */
export function groupBands(
  groups: readonly string[],
  colourOf: (group: string, index: number) => string,
  fontSize: number,
): Record<string, Annotation> {
  const starts = groups.flatMap((group, x) => (group === groups[x - 1] ? [] : [x]));
  return Object.fromEntries(
    starts.map((start, index) => {
      const group = groups[start] ?? '';
      const end = (starts[index + 1] ?? groups.length) - 1;
      return [
        `group ${start}`,
        {
          type: 'box',
          drawTime: 'beforeDatasetsDraw',
          xMin: start - 0.5,
          xMax: end + 0.5,
          backgroundColor: seeThrough(colourOf(group, index), 0.09),
          borderWidth: 0,
          label: {
            display: true,
            content: group,
            position: { x: 'center', y: 'start' },
            color: palette.ink,
            font: { size: fontSize, weight: 'bold' },
          },
        },
      ];
    }),
  );
}
