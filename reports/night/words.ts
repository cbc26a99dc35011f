import type { GateResult, MachineKind, Night, NightResult, Run, Verdict } from '../../harness/model.ts';
import { counted } from '../format.ts';
import { nightVerdict, resultVerdict } from './verdict.ts';

/** An entry of a night, and the runs that are left of it, of each time that it was run. */
export interface NightPart {
  result: NightResult;
  times: Run[][];
}

/** Word and sign of a comparison: colour alone would tell some readers nothing. */
export const gateSigns: Record<GateResult['verdict'], string> = {
  better: '✓ better',
  'not-worse': '✓ not worse',
  worse: '✗ worse',
  unknown: '? unknown',
  'too-few': '– too few to compare',
  'no-baseline': '– no baseline yet',
};

/** Which of the verdicts' colours a comparison has; null: none. */
export const gateColours: Record<GateResult['verdict'], Verdict | null> = {
  better: 'pass',
  'not-worse': 'pass',
  worse: 'fail',
  unknown: 'unknown',
  'too-few': null,
  'no-baseline': null,
};

/** The whole night in one sentence, and one more where something kept it from its end. */
export function nightSentence(night: Night): string {
  const { results, interrupted } = night;
  const verdict = nightVerdict(night);
  const named = (such: (result: NightResult) => boolean) => results.filter(such).map(({ entry }) => entry.name);
  const failed = named((one) => one.verdict === 'fail');
  const worse = named((one) => one.gate?.verdict === 'worse');
  const untold = named((one) => one.gate?.verdict === 'too-few');
  const doubtful = named((one) => resultVerdict(one) === 'unknown');
  const all = counted(results.length, 'entry').replace(/entrys$/, 'entries');
  const parts: string[] = [];
  if (failed.length > 0) parts.push(`a check failed in ${failed.join(', ')}`);
  if (worse.length > 0) parts.push(`worse than the nights before: ${worse.join(', ')}`);
  if (verdict === 'unknown' || parts.length > 0) {
    if (doubtful.length > 0) parts.push(`proved nothing: ${doubtful.join(', ')}`);
  }
  if (parts.length > 0 && untold.length > 0) parts.push(tooFewWords(untold));
  if (interrupted) parts.push('the user interrupted it');
  if (verdict === 'pass')
    return `Passed: ${results.length === 1 ? 'its only entry' : `all ${all}`} came out as predicted; ${comparedWords(night)}.`;
  const head = verdict === 'fail' ? 'Failed' : 'Unknown';
  return `${head}, of ${all}: ${parts.join('; ') || 'nothing was run'}.`;
}

function comparedWords({ short, results }: Night): string {
  if (short) return 'a short night is not compared';
  const without = results.filter(({ gate }) => gate === null || gate.verdict === 'no-baseline').length;
  const untold = results.filter(({ gate }) => gate?.verdict === 'too-few').map(({ entry }) => entry.name);
  const compared = results.length - without - untold.length;
  if (without === results.length) return 'there is no baseline yet to compare with';
  const words = [
    ...(compared === 0
      ? []
      : [`none${without + untold.length === 0 ? '' : ` of ${compared}`} is worse than the nights before`]),
    ...(untold.length === 0 ? [] : [tooFewWords(untold)]),
    ...(without === 0 ? [] : [`${without} without a baseline yet`]),
  ];
  return words.join('; ');
}

function tooFewWords(entries: readonly string[]): string {
  return `nothing was compared in ${entries.join(', ')}, for too few trials or accepted nights`;
}

/** What it was measured on. */
export function machineWords({ cpuModel, cpus, engine, kernel }: MachineKind): string {
  return `${cpuModel}, ${counted(cpus, 'processor')}, ${engine} engine, kernel ${kernel}`;
}

/** The commit, and whether that is all of it. */
export function commitWords({ gitCommit, gitDirty }: Pick<Night['versions'], 'gitCommit' | 'gitDirty'>): string {
  if (gitCommit === null) return 'no git checkout';
  return `${gitCommit.slice(0, 12)}${gitDirty === true ? ', with uncommitted changes' : ''}`;
}

/** How to make it part of the baseline; null where it cannot be. `path`: as its reader finds it. */
export function acceptWords(night: Night, path: string): string | null {
  if (night.short || night.interrupted || nightVerdict(night) !== 'pass') return null;
  return `npm run baseline -- accept ${path}`;
}

/** What kept an entry from its end; null where nothing did. */
export function problemOf({ folders, problem }: NightResult): string | null {
  return problem ?? (folders.length === 0 ? 'It was not run.' : null);
}
