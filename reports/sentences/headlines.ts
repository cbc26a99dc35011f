import type { Judgement } from '../../harness/model.ts';
import { provedOf, type Told } from './sentence.ts';

/** More subjects than this are not all told. */
const mostSubjects = 3;

/** What a check says of its subjects: each headline, where they are few; else how many hold, and the first. */
export function headlinesOf(told: Told, check: string): string | null {
  const ofSubjects = provedOf(told, check);
  const ofRun = told.judgements.filter((one) => one.check === check && one.verdict !== 'unknown');
  const proved = ofSubjects.length > 0 ? ofSubjects : ofRun;
  const [first] = proved;
  if (first === undefined) return null;
  if (proved.length === 1) return first.headline;
  if (proved.length <= mostSubjects) return proved.map(withSubject).join(' ');
  const held = proved.filter(({ verdict }) => verdict === 'pass').length;
  const worst = proved.find(({ verdict }) => verdict === 'fail');
  return worst === undefined
    ? `All ${proved.length} of ${check} hold; the first, ${withSubject(first)}`
    : `${held} of ${proved.length} of ${check} hold; of the others first, ${withSubject(worst)}`;
}

function withSubject({ subject, headline }: Judgement): string {
  const words = headline.split(/[\s,;:()]+/);
  const named = subject.split(' ').every((word) => words.includes(word));
  return named ? headline : `${subject}: ${headline}`;
}
