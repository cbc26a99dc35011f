import { userInfo } from 'node:os';
import { relative } from 'node:path';
import { execa } from 'execa';
import { counted } from '../../reports/format.ts';
import { commitWords, machineWords } from '../../reports/night/words.ts';
import { onOneLine } from '../../reports/one-line.ts';
import { machineFacts } from '../bench/machine.ts';
import type { Log } from '../engine/engine.ts';
import { usageError } from '../errors.ts';
import { machineName } from '../measure/machine-kind.ts';
import type { MachineKind } from '../model.ts';
import { unitNamed } from '../registry.ts';
import { dropAccepted, pooledFor, readBaselines, type StoredNight, storeAccepted } from '../store/baselines.ts';
import { readNight, runsOf } from '../store/night-folder.ts';
import { startedAtStamp } from '../store/run-folder.ts';
import { type AcceptPart, acceptedNights } from './accept-night.ts';

/** Options of `npm run baseline`, as the command line names them. */
export interface BaselineOptions {
  baselines: string;
  /** Only these entries. */
  only?: string[];
  /** Only these machines, as the list names them, or all; absent: this one. For `drop` alone. */
  machine?: string[];
  note?: string;
  force?: boolean;
}

const longestNote = 500;

/** `npm run baseline -- accept <night>`: makes a night part of what later ones are compared with. */
export async function acceptCommand(given: string, options: BaselineOptions, print: Log): Promise<void> {
  const found = await readNight(given);
  if (found === null) throw usageError(`${given} holds no night.json.`, 'Name a folder results/nightly/<started-at>.');
  const { night, folder } = found;
  const note = onOneLine(options.note ?? '');
  if (note.length > longestNote)
    throw usageError(`The note has ${note.length} characters, expected at most ${longestNote}.`);
  const known = new Map(night.results.map((result) => [result.entry.name, result]));
  const wanted = options.only?.map((name) => unitNamed(known, name, 'entry of that night')) ?? night.results;
  const parts: AcceptPart[] = [];
  for (const result of wanted) parts.push({ result, times: await runsOf(folder, result) });
  const accepted = acceptedNights(night, parts, await readBaselines(options.baselines), {
    at: new Date(),
    by: await whoami(),
    note: note === '' ? null : note,
    force: options.force === true,
  });
  for (const one of accepted) print(shown(await storeAccepted(options.baselines, one)));
  print(
    `Accepted: ${counted(accepted.length, 'suite')} of the night of ${startedAtStamp(new Date(night.startedAt))}. Commit what was written, so that others compare with it too.`,
  );
}

/** `npm run baseline -- list`: what is accepted, on which machine, by whom, and what of it nights are compared with. */
export async function listCommand({ baselines, only }: BaselineOptions, print: Log): Promise<void> {
  const stored = chosen(await readBaselines(baselines), only);
  if (stored.length === 0) {
    print(
      `No night is accepted in ${shown(baselines)}: npm run nightly, then npm run baseline -- accept <its folder>.`,
    );
    return;
  }
  for (const [words, ofMachine] of grouped(stored, ({ accepted }) => machineWords(accepted.machine))) {
    const machine = ofMachine[0]?.accepted.machine;
    if (machine !== undefined) print(`${machineName(machine)}: ${onOneLine(words)}`);
    for (const [entry, nights] of grouped(ofMachine, ({ accepted }) => accepted.entry)) {
      const pooled = machine === undefined ? [] : pooledFor(stored, machine, entry);
      print(`  ${entry}: ${counted(nights.length, 'night')}, compared with the last ${pooled.length}`);
      for (const one of nights) print(`    ${nightLine(one.accepted, pooled.includes(one))}`);
    }
  }
}

/**
 * `npm run baseline -- drop <nights...>`: takes nights out of the baseline; `all`: every one. Those of other machines stay
 * where nobody names these: nights of all machines may have begun at the same time. `here`: this one.
 */
export async function dropCommand(
  nights: readonly string[],
  options: BaselineOptions,
  print: Log,
  here: Pick<MachineKind, 'cpuModel' | 'cpus'> = machineFacts(),
): Promise<void> {
  const everywhere = await readBaselines(options.baselines);
  const own = ofMachines(everywhere, options.machine, here);
  if (own.length === 0 && everywhere.length > 0) {
    const names = new Map(grouped(everywhere, ({ accepted }) => machineName(accepted.machine))).keys();
    throw usageError(
      `Nothing is accepted of this machine (${here.cpuModel}, ${counted(here.cpus, 'processor')}).`,
      `Name another with --machine: ${[...names].join(', ')}, or all.`,
    );
  }
  const stored = chosen(own, options.only);
  const known = new Map(grouped(stored, ({ accepted }) => startedAtStamp(new Date(accepted.night))));
  const dropped = nights.includes('all')
    ? stored
    : nights.flatMap((night) => unitNamed(known, night, 'accepted night'));
  if (dropped.length === 0)
    throw usageError(`Nothing is accepted in ${shown(options.baselines)} that could be dropped.`);
  await dropAccepted(dropped);
  for (const { path } of dropped) print(`dropped ${shown(path)}`);
}

function nightLine(
  { night, gitCommit, gitDirty, acceptedAt, acceptedBy, note, forced }: StoredNight['accepted'],
  pooled: boolean,
): string {
  const who = `accepted ${forced ? 'in spite of doubts ' : ''}by ${acceptedBy} on ${acceptedAt.slice(0, 10)}`;
  const words = [commitWords({ gitCommit, gitDirty }), who, ...(note === null ? [] : [note])].map(onOneLine).join(', ');
  return `${startedAtStamp(new Date(night))}  commit ${words}${pooled ? '' : ' (too old to be compared with)'}`;
}

/** Of this machine, by any engine and kernel, where none is named. */
function ofMachines(
  stored: StoredNight[],
  names: readonly string[] | undefined,
  here: Pick<MachineKind, 'cpuModel' | 'cpus'>,
): StoredNight[] {
  if (names === undefined)
    return stored.filter(
      ({ accepted: { machine } }) => machine.cpuModel === here.cpuModel && machine.cpus === here.cpus,
    );
  if (names.includes('all')) return stored;
  const known = new Map(grouped(stored, ({ accepted }) => machineName(accepted.machine)));
  const wanted = new Set(names.flatMap((name) => unitNamed(known, name, 'machine with an accepted night')));
  return stored.filter((one) => wanted.has(one));
}

function chosen(stored: StoredNight[], only: readonly string[] | undefined): StoredNight[] {
  const known = new Map(grouped(stored, ({ accepted }) => accepted.entry));
  return only === undefined ? stored : only.flatMap((name) => unitNamed(known, name, 'entry with an accepted night'));
}

function grouped(stored: readonly StoredNight[], key: (one: StoredNight) => string): [string, StoredNight[]][] {
  const groups = new Map<string, StoredNight[]>();
  for (const one of stored) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups];
}

/** As git knows the user, else as the machine does. */
async function whoami(): Promise<string> {
  const { stdout } = await execa('git', ['config', 'user.name'], { cwd: import.meta.dirname, reject: false });
  const name = onOneLine(stdout ?? '').slice(0, 100);
  return name === '' ? userInfo().username : name;
}

function shown(path: string): string {
  return relative(process.cwd(), path) || '.';
}
