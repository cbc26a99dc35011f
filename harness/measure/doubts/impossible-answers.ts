import type { AssignmentValue, Recording, RequestValue } from '../../model.ts';

/** Nothing is sent before it is due, or answered before it is sent, and who answers well says who it is. */
export function impossibleAnswers({ series }: Recording): string[] {
  const requests = series('request');
  const early = requests.filter(({ value }) => value.lateMs < 0 || value.latencyMs < value.lateMs).length;
  const assignments = series('assignment');
  const nameless = [...requests, ...assignments].filter(({ value }) => isNameless(value)).length;
  return [
    ...(early === 0
      ? []
      : [`${early} of ${requests.length} requests were sent before they were due, or answered before that`]),
    ...(nameless === 0 ? [] : [`${nameless} good answers do not say which real server gave them`]),
  ];
}

function isNameless({ outcome, realServer }: RequestValue | AssignmentValue): boolean {
  return outcome === 'ok' && realServer === null;
}
