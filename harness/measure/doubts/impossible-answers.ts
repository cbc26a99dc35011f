import type { Recording } from '../../model.ts';
import { surveyOf } from './survey.ts';

/** Nothing is sent before it is due, or answered before it is sent, and who answers well says who it is. */
export function impossibleAnswers({ series }: Recording): string[] {
  const requests = series('request');
  const { early, nameless } = surveyOf(requests);
  const silent = series('assignment').filter(({ value }) => value.outcome === 'ok' && value.realServer === null).length;
  return [
    ...(early === 0
      ? []
      : [`${early} of ${requests.length} requests were sent before they were due, or answered before that`]),
    ...(nameless + silent === 0 ? [] : [`${nameless + silent} good answers do not say which real server gave them`]),
  ];
}
