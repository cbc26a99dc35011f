import { Command, Option } from 'commander';
import { addNightlyCommands, type NightlyActions } from './cli-nightly.ts';
import { addSoakCommand, type SoakActions } from './cli-soak.ts';
import type { BenchOptions } from './commands/bench.ts';
import type { CompareCommandOptions } from './commands/compare.ts';
import { type LabAction, labActions } from './commands/lab.ts';
import type { SuiteOptions } from './commands/suite.ts';
import { candidateSets } from './compare/candidate-sets.ts';
import { fieldNames } from './compare/comparable-fields.ts';
import { enginePreferences } from './engine/choose.ts';
import { type ExitCode, exitCodes } from './errors.ts';
import { thresholdHelp } from './measure/thresholds/help.ts';
import { visible } from './visible.ts';

const otherExitCodes = `    3  this machine cannot run it; the message says what to do
   64  usage: an option, a name or a folder is wrong; nothing was started
   70  internal: a bug of this tool
  130  interrupted; what was recorded is saved`;

const exitCodeHelp = `
Exit codes:
    0  pass: every check passed
    1  fail: a check failed
    2  unknown: the run proved nothing, or not enough
${otherExitCodes}`;

const benchExitCodeHelp = `
Exit codes:
    0  every target was met
    1  a target was missed
    2  unknown: no target was missed, but not all are known to be met
${otherExitCodes}`;

const compareHelp = `
Each folder is a run, a drill, a link such as latest, a folder of several of them, or an accepted night of baselines/;
scenarios are matched by name. --candidate may be given several times: each is a set of its own, beside the one baseline.
Better or worse needs a p below 0.01 (Mann and Whitney, Holm), a shift that matters (Hodges and Lehmann's, with its
95 % interval), and two runs of the candidate that show it; what cannot be told is unknown.

Exit codes:
    0  no metric is worse
    1  a metric is worse
    2  unknown: nothing is proven worse, but not everything can be told
   64  usage, or not comparable: the message says which fields differ
   70  internal: a bug of this tool`;

/** What the commands do, by their names. One that returns nothing has passed. */
export interface Actions extends NightlyActions, SoakActions {
  suite(name: string | undefined, options: SuiteOptions): Promise<ExitCode>;
  report(folder: string | undefined, options: { index?: string | true }): Promise<void>;
  compare(folders: string[], options: CompareCommandOptions): Promise<ExitCode>;
  lab(action: LabAction): Promise<void>;
  bench(names: string[], options: BenchOptions): Promise<ExitCode>;
  doctor(options: { boot?: boolean }): Promise<ExitCode>;
}

/** Where the parser itself writes: help, and what is wrong with the words. */
export interface ParserOutput {
  out(text: string): void;
  err(text: string): void;
}

const toProcess: ParserOutput = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * Parses the command line (`argv` as in `process.argv`), runs the action that it names, and returns the exit code. Throws
 * what the action throws, and commander's `CommanderError` for words that it does not understand.
 */
export async function runCommandLine(
  argv: string[],
  actions: Actions,
  output: ParserOutput = toProcess,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.pass;
  const program = new Command('lvs-drill')
    .description('Fire drills for LVS clusters: measured failovers of real keepalived and IPVS directors.')
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.err,
      outputError: (text, write) => write(visible(text.replace(/^error: /, ''))),
    });

  program
    .command('suite')
    .description('run a suite: bring up a cluster, inject faults or send load, measure, judge, report')
    .argument('[name]', 'which suite; without a name the suites are listed')
    .option('--scenario <names...>', 'only these of the suite’s scenarios')
    .option('--trials <n>', 'trials of each fault; rounds, where loads are compared', wholeNumber)
    .option('--fault <names...>', 'these faults instead of the suite’s')
    .option('--topology <name>', 'this topology instead of the suite’s')
    .option('--advert-interval <seconds>', 'VRRP advertisement interval', decimalNumber)
    .option('--probe-interval <ms>', 'interval between probes of the open-loop prober, 2 to 1000', decimalNumber)
    .option(
      '--link-rate <rate>',
      'limit every link but the clients’ to this rate, as tc writes it (1.5mbit); for scenarios that compare loads through limited links',
    )
    .option('--real-servers <n>', 'this many real servers, 1 to 10', wholeNumber)
    .option('--threshold <text>', 'a metric must keep this too; may be given more than once (see below)', oneMore)
    .option('--seed <n>', 'orders the trials; the same seed, the same order', wholeNumber)
    .option('--out <folder>', 'where the run folder goes', 'results')
    .option('--keep', 'leave the topology up (on a lab that is up, or a native engine)')
    .option('--pause-on-failure', 'stop and wait for Enter while the topology still shows what went wrong')
    .addOption(new Option('--engine <kind>', 'which Docker engine (or LVS_DRILL_ENGINE)').choices(enginePreferences))
    .addHelpText('after', `\n${thresholdHelp}`)
    .addHelpText('after', exitCodeHelp)
    .action(async (name: string | undefined, options: SuiteOptions) => {
      code = await actions.suite(name, options);
    });

  program
    .command('report')
    .description('draw the report of a run again, from its folder; or the page of all runs')
    .argument('[folder]', 'results/<suite>/<started-at>, or results/<suite>/latest')
    .option('--index [folder]', 'write index.html of a folder, the page of all runs below it (default: results)')
    .action(async (folder: string | undefined, options: { index?: string | true }) => {
      await actions.report(folder, options);
    });

  program
    .command('compare')
    .description('hold two or more sets of runs side by side: better, same, worse or unknown, metric by metric')
    .argument('[folders...]', 'the baseline, then one candidate or several')
    .option('--baseline <folders...>', 'runs that are taken together as the baseline')
    .option('--candidate <folders...>', 'runs that are taken together as a candidate')
    .option('--may-differ <fields...>', `what may differ: ${fieldNames.join(', ')}`)
    .option('--metric <names...>', 'only metrics of these names')
    .option('--force', 'compare what is not comparable, and runs that proved nothing; the report says so')
    .option('--out <folder>', 'where compare.html goes (default: the candidate’s folder)')
    .addHelpText('after', compareHelp)
    .action(async (folders: string[], options: Omit<CompareCommandOptions, 'candidates'>) => {
      code = await actions.compare(folders, { ...options, candidates: candidateSets(argv) });
    });

  program
    .command('lab')
    .description('the lab engine: keep one running between suites, look into it, end it')
    .argument('<action>', labActions.join(' | '))
    .action(async (action: LabAction) => {
      await actions.lab(action);
    });

  program
    .command('bench')
    .description('how fast the harness itself is: ready clusters, the prober, the load generator, probes, reports')
    .argument('[names...]', 'which benchmarks; without a name all of them')
    .option('--rounds <n>', 'how many times each thing is measured, in turn', wholeNumber)
    .option('--seed <n>', 'seed of the synthetic recordings', wholeNumber)
    .option('--out <folder>', 'where bench.json goes', 'results')
    .addOption(new Option('--engine <kind>', 'which Docker engine (or LVS_DRILL_ENGINE)').choices(enginePreferences))
    .addHelpText('after', benchExitCodeHelp)
    .action(async (names: string[], options: BenchOptions) => {
      code = await actions.bench(names, options);
    });

  program
    .command('doctor')
    .description('what this machine can do, and what to do about the rest')
    .option('--boot', 'boot a lab, if none is up, to ask its kernel too')
    .action(async (options: { boot?: boolean }) => {
      code = await actions.doctor(options);
    });

  const end = (ended: ExitCode) => {
    code = ended;
  };
  addNightlyCommands(program, actions, { end, otherExitCodes });
  addSoakCommand(program, actions, { end, otherExitCodes, wholeNumber });

  await program.parseAsync(argv);
  return code;
}

function oneMore(text: string, before: string[] = []): string[] {
  return [...before, text];
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function decimalNumber(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
