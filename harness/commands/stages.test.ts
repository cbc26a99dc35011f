import { expect, test } from 'vitest';
import { endingAlone, type Stage } from './stages.ts';

/** Does the stages as listr does, and returns what each of them showed. */
async function perform(stages: Stage[]): Promise<string[]> {
  const shown: string[] = [];
  for (const stage of stages) {
    if ('stages' in stage) shown.push(...(await perform(stage.stages())));
    else shown.push(`${stage.title}: ${await stage.work(() => {})}`);
  }
  return shown;
}

function scenario(done: string[]): Stage[] {
  const stage = (title: string, error?: Error): Stage => ({
    title,
    async work() {
      if (error !== undefined) throw error;
      done.push(title);
      return 'done';
    },
  });
  return [
    stage('cluster'),
    { title: 'trials', stages: () => [stage('first'), stage('second', new Error('no engine')), stage('third')] },
    { title: 'more', stages: () => [stage('fourth')] },
    stage('results'),
  ];
}

test('an error ends the stages behind it, and no others', async () => {
  const done: string[] = [];
  const guarded = endingAlone(scenario(done), async (error) => `broken off: ${(error as Error).message}`);
  expect(
    await perform([...guarded, ...endingAlone([{ title: 'next', work: async () => 'done' }], async () => '')]),
  ).toEqual([
    'cluster: done',
    'first: done',
    'second: broken off: no engine',
    'third: left out',
    'results: left out',
    'next: done',
  ]);
  expect(done).toEqual(['cluster', 'first']);
});

test('an error that is thrown on ends everything', async () => {
  const thrownOn = endingAlone(scenario([]), async (error) => {
    throw error;
  });
  await expect(perform(thrownOn)).rejects.toThrow('no engine');
});
