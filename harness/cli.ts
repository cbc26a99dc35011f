#!/usr/bin/env -S npx tsx
import { type Actions, runCommandLine } from './command-line.ts';
import { acceptCommand, dropCommand, listCommand } from './commands/baseline.ts';
import { benchCommand } from './commands/bench.ts';
import { compareCommand } from './commands/compare.ts';
import { doctorCommand } from './commands/doctor.ts';
import { labCommand } from './commands/lab.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { reportCommand } from './commands/report.ts';
import { soakCommand } from './commands/soak.ts';
import { suiteCommand } from './commands/suite.ts';
import { endOnlyWithAnAnswer } from './end-only-with-an-answer.ts';
import { explain } from './explain.ts';

const print = (line: string) => console.log(line);

const actions: Actions = {
  suite: suiteCommand,
  report: (folder, options) => reportCommand(folder, options),
  compare: (folders, options) => compareCommand(folders, options),
  lab: (action) => labCommand(action, print),
  bench: (names, options) => benchCommand(names, options, print),
  doctor: ({ boot }) => doctorCommand({ boot: boot === true }, print),
  nightly: (options) => nightlyCommand(options, print),
  accept: (night, options) => acceptCommand(night, options, print),
  list: (options) => listCommand(options, print),
  drop: (nights, options) => dropCommand(nights, options, print),
  soak: (options) => soakCommand(options, print),
};

endOnlyWithAnAnswer();
// This file alone ends the process. Sockets to an engine may still be closing; everything that matters has been awaited.
process.exit(await runCommandLine(process.argv, actions).catch((thrown: unknown) => explain(thrown)));
