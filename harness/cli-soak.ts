import type { Command } from 'commander';
import type { SoakOptions } from './commands/soak.ts';
import type { ExitCode } from './errors.ts';

const exitCodeHelp = `
Each event hits a real run at a random point of its life; harness/soak/events has one file for each kind, what must hold
after each is in harness/soak/invariants. Every event is a line of events.ndjson at once.

Exit codes:
    0  pass: everything held after every event, and no count grew
    1  fail: something did not hold, or a count grew
    2  unknown: an event could not be performed
`;

/** What the soak does. */
export interface SoakActions {
  soak(options: SoakOptions): Promise<ExitCode>;
}

/** `soak`. `otherExitCodes`: those that every command has. */
export function addSoakCommand(
  program: Command,
  actions: SoakActions,
  {
    end,
    otherExitCodes,
    wholeNumber,
  }: { end: (code: ExitCode) => void; otherExitCodes: string; wholeNumber(text: string): number },
): void {
  program
    .command('soak')
    .description('break the harness: interrupt, kill, starve and disturb runs, and look at what is left behind')
    .option('--events <n>', 'how many events (default: 200)', wholeNumber)
    .option('--seed <n>', 'which events at which points; the same seed, the same sequence', wholeNumber)
    .option('--only <events...>', 'only events of these kinds')
    .option('--out <folder>', 'where the folder of the soak goes', 'results')
    .addHelpText('after', exitCodeHelp + otherExitCodes)
    .action(async (options: SoakOptions) => end(await actions.soak(options)));
}
