import { type Command, Option } from 'commander';
import type { BaselineOptions } from './commands/baseline.ts';
import type { NightlyOptions } from './commands/nightly.ts';
import { enginePreferences } from './engine/choose.ts';
import type { ExitCode } from './errors.ts';

const exitCodeHelp = `
Exit codes:
    0  pass: every check passed, and nothing is worse than in the accepted nights
    1  fail: a check failed, or a number is worse
    2  unknown: something could not be run, judged or compared, or looks worse without being proven so
`;

const folder = ['--baselines <folder>', 'where the accepted nights lie', 'baselines'] as const;
const only = ['--only <entries...>', 'only these entries of the night'] as const;

/** What `nightly` and the parts of `baseline` do. */
export interface NightlyActions {
  nightly(options: NightlyOptions): Promise<ExitCode>;
  accept(night: string, options: BaselineOptions): Promise<void>;
  list(options: BaselineOptions): Promise<void>;
  drop(nights: string[], options: BaselineOptions): Promise<void>;
}

/** `nightly`, and `baseline` with what it can do. `otherExitCodes`: those that every command has. */
export function addNightlyCommands(
  program: Command,
  actions: NightlyActions,
  { end, otherExitCodes }: { end: (code: ExitCode) => void; otherExitCodes: string },
): void {
  program
    .command('nightly')
    .description('run the suites of a night on one engine, compare each with the accepted nights, one page over all')
    .option('--short', 'one trial of the failover by each forwarding method; nothing is compared')
    .option('--only <entries...>', 'only these entries of suites/nightly.ts')
    .option('--out <folder>', 'where the folder of the night goes', 'results')
    .option(...folder)
    .addOption(new Option('--engine <kind>', 'which Docker engine (or LVS_DRILL_ENGINE)').choices(enginePreferences))
    .addHelpText('after', exitCodeHelp + otherExitCodes)
    .action(async (options: NightlyOptions) => end(await actions.nightly(options)));

  const baseline = program.command('baseline').description('the accepted nights that later ones are compared with');
  baseline
    .command('accept')
    .description('make a night part of what later ones are compared with')
    .argument('<night>', 'results/nightly/<started-at>, or results/nightly/latest')
    .option('--note <text>', 'why, for whoever reads the list')
    .option('--force', 'although something failed or proved nothing; needs a note')
    .option(...only)
    .option(...folder)
    .action((night: string, options: BaselineOptions) => actions.accept(night, options));
  baseline
    .command('list')
    .description('what is accepted, where and by whom')
    .option(...only)
    .option(...folder)
    .action((options: BaselineOptions) => actions.list(options));
  baseline
    .command('drop')
    .description('take nights out of the baseline')
    .argument('<nights...>', 'as the list names them, or all')
    .option(...only)
    .option('--machine <names...>', 'only these machines, as the list names them, or all (default: this one)')
    .option(...folder)
    .action((nights: string[], options: BaselineOptions) => actions.drop(nights, options));
}
