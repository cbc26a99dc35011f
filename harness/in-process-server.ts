/**
 * Where the server in the prober's process finds from when to when it is to discard what it is asked: `<from> <to>`, ms on
 * the kernel clock.
 */
export const windowFile = '/run/lvs-drill-discard';
/** Where it writes, once that is over, the beginning of that window and how many requests it has discarded. */
export const discardedFile = '/run/lvs-drill-discarded';
/** What it calls itself in its answers, as a real server does. */
export const inProcessServer = 'in-process';
