import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { confirmLinkDown } from './link-repair.ts';
import { actOnTarget, addressOf } from './sight.ts';

/** A pulled cable: keepalived enters FAULT and gives up its VIP, but nobody hears its last advert. */
export const fault: Fault = {
  facts: {
    name: 'cut-director-link',
    summary: "the director's network link goes down; all its processes live on",
    colour: '#952eb8',
    aim: 'master',
    detection: 'silent',
    dataPath: 'outage',
    reversion: 'restart',
  },
  leaves: 'running',
  inject: (context, atMs) => actOnTarget(context, { do: 'link', address: addressOf(context), up: false }, atMs),
  confirm: confirmLinkDown,
  heal: healDirector,
};
