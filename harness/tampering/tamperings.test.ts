import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeAgain } from '../../reports/write-report.ts';
import type { Recording, Seal, Verdict } from '../model.ts';
import { readRun } from '../store/reader.ts';
import { saveRun } from '../store/recorder.ts';
import { type RunFolder, runFolderAt } from '../store/run-folder.ts';
import { putBack, type RecordedRun, type RunInHand, sealedAs, takenInHand } from './run-in-hand.ts';
import { tamperings } from './tamperings.ts';

const names: RecordedRun[] = ['failover', 'keep-alive'];
const recorded = new Map<RecordedRun, { hand: RunInHand; seal: Seal }>();
let out = '';
let folder: RunFolder;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-tampering-'));
  folder = runFolderAt(join(out, 'run'));
  for (const name of names) {
    const hand = await takenInHand(name);
    await putBack(folder, hand);
    recorded.set(name, { hand, seal: await sealedAs(folder, hand) });
  }
});
afterAll(() => rm(out, { recursive: true }));

function ofRun(name: RecordedRun): { hand: RunInHand; seal: Seal } {
  const found = recorded.get(name);
  if (found === undefined) throw new Error(`${name} was not recorded`);
  return found;
}

/** As the harness judges a run that lies on the disk. */
async function judged(hand: RunInHand, seal?: Seal): Promise<{ verdict: Verdict; recording: Recording }> {
  await putBack(folder, hand);
  if (seal !== undefined) await saveRun(folder, { ...hand.run, seal });
  const recording = await readRun(folder.path);
  const { verdict } = await judgeAgain(recording);
  return { verdict, recording };
}

describe.each(names)('%s', (name) => {
  test('as it was recorded it passes, sealed or not', async () => {
    const { hand, seal } = ofRun(name);
    expect((await judged(hand, seal)).verdict).toBe('pass');
    expect((await judged(hand)).verdict).toBe('pass');
  });

  test.each(tamperings.filter(({ of = 'failover' }) => of === name))(
    'no pass where $what',
    async ({ by, sealOnly }) => {
      const { hand, seal } = ofRun(name);
      const { verdict, recording } = await judged(by(hand), seal);
      expect(recording.run.recordingTrouble).not.toEqual([]);
      expect(verdict).toBe('unknown');
      // What another guard has learned to see is to be taken off the list of those that only the seal shows.
      const without = (await judged(by(hand))).verdict;
      if (sealOnly === true) expect(without).toBe('pass');
      else expect(without).not.toBe('pass');
    },
  );
});
