import type { Director, Stranger, Topology, VrrpInstance } from '../model.ts';
import { wholeNumber, wholeSeconds, within } from './limits.ts';

/** What is wrong with the VRRP instance, the directors' part in it, and the directors of other clusters. */
export function vrrpMistakes(topology: Topology): string[] {
  const { vrrp, directors, strangers = [], wrongOnPurpose = false } = topology;
  return [
    ...wholeNumber('Virtual router id', vrrp.virtualRouterId, 1, 255),
    ...intervalMistakes(vrrp, wrongOnPurpose),
    ...passwordMistakes('the VRRP instance', vrrp.password, vrrp.version),
    ...(vrrp.realtimePriority === undefined ? [] : wholeNumber('realtimePriority', vrrp.realtimePriority, 1, 99)),
    ...delayMistakes(vrrp),
    ...directors.flatMap((director) => directorMistakes(director, vrrp)),
    ...strangers.flatMap((stranger) => routerMistakes(stranger, vrrp)),
  ];
}

/**
 * keepalived rounds an interval that the version cannot carry and goes on (`vrrp_complete_instance`): wrong on purpose, a
 * topology may have one of version 2 for all that.
 */
function intervalMistakes({ version, advertIntervalMs }: VrrpInstance, wrongOnPurpose: boolean): string[] {
  const stepMs = version === 2 && !wrongOnPurpose ? 1000 : 10;
  const longestMs = version === 2 ? 255_000 : 40_950;
  if (advertIntervalMs % stepMs === 0 && within(advertIntervalMs, stepMs, longestMs)) return [];
  const got = `Advertisement interval ${advertIntervalMs} ms: VRRP version ${version}`;
  return stepMs === 1000
    ? [`${got} knows whole seconds only, 1 to 255.`]
    : [`${got} knows multiples of 10 ms, 10 to ${longestMs}.`];
}

/** keepalived clears the delay with a warning where it does not fit. */
function delayMistakes({ preempt, preemptDelayMs }: VrrpInstance): string[] {
  if (preemptDelayMs === undefined) return [];
  return [
    ...wholeSeconds('preemptDelayMs', preemptDelayMs, 1, 1000),
    ...(preempt ? [] : ['preemptDelayMs is without effect where there is no preemption.']),
  ];
}

function directorMistakes(director: Director, vrrp: VrrpInstance): string[] {
  const { name, priority, initialState } = director;
  const mistakes = routerMistakes(director, vrrp);
  if (!vrrp.preempt && initialState === 'MASTER') {
    mistakes.push(`${name} must have initialState BACKUP: keepalived honours nopreempt only there.`);
  }
  if (!vrrp.preempt && priority === 255) {
    mistakes.push(`${name} must have a priority below 255: keepalived does not honour nopreempt with it.`);
  }
  if (vrrp.preemptDelayMs !== undefined && initialState === 'MASTER') {
    mistakes.push(`${name} must have initialState BACKUP: keepalived honours preempt_delay only there.`);
  }
  return mistakes;
}

type Router = Pick<Director | Stranger, 'name' | 'priority' | 'password' | 'virtualRouterId'>;

function routerMistakes({ name, priority, password, virtualRouterId }: Router, { version }: VrrpInstance): string[] {
  return [
    ...wholeNumber(`Priority of ${name}`, priority, 1, 255),
    ...(virtualRouterId === undefined ? [] : wholeNumber(`Virtual router id of ${name}`, virtualRouterId, 1, 255)),
    ...passwordMistakes(name, password, version),
  ];
}

function passwordMistakes(owner: string, password: string | undefined, version: 2 | 3): string[] {
  if (password === undefined) return [];
  if (version === 3) return [`The password of ${owner} is without effect: VRRP version 3 has none.`];
  // Quotes, blanks, '#' and '!' mean something to keepalived's parser; of more than 8 characters it reads 8.
  const usable = /^[A-Za-z0-9_.-]{1,8}$/.test(password);
  return usable ? [] : [`The password of ${owner} must be 1 to 8 letters, digits, dots, hyphens or underscores.`];
}
