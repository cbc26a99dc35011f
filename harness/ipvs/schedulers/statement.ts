import type { Scheduler, Traffic } from '../../model.ts';
import type { Statement } from './service.ts';

/**
 * What can be said of a scheduler under some traffic. One connection after the other (`sequential`, `held`) reaches the
 * director in that order, with its client's FIN before the next one's SYN, so that every decision is known. Of several at
 * a time nobody knows in what order SYNs and FINs came: `rr` and `wrr` count alike in any order, `fo` and hashes do not
 * care, all others are held against every order that was possible.
 */
export function statementOf(scheduler: Scheduler, traffic: Traffic): Statement {
  if (scheduler === 'twos') return 'chance';
  if (scheduler === 'dh' || scheduler === 'sh' || scheduler === 'mh') return 'mapping';
  if (scheduler === 'fo' || traffic === 'sequential' || traffic === 'held') return 'sequence';
  return scheduler === 'rr' || scheduler === 'wrr' ? 'counts' : 'bounds';
}
