import { formatNumber } from '../format.ts';
import { provedOf, type Sentence } from './sentence.ts';

/** Which scheduler moved fewest and most of its clients, when a real server left or came back. */
export const disruptionSentence: Sentence = (told) => {
  const judged = provedOf(told, 'disruption')
    .flatMap(({ subject, measured, unit }) =>
      measured === null || unit !== '%' ? [] : [{ subject, moved: measured.median }],
    )
    .toSorted((a, b) => a.moved - b.moved);
  const [least, most] = [judged[0], judged.at(-1)];
  if (least === undefined || most === undefined) return null;
  const words = ({ subject, moved }: typeof least) => `${formatNumber(moved, 1)} % (${subject})`;
  if (least === most) return `${words(most)} of the clients lost their real server.`;
  return `Of the clients ${words(least)} to ${words(most)} lost their real server, over ${judged.length} services and events.`;
};
