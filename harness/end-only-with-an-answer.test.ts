import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const module = new URL('./end-only-with-an-answer.ts', import.meta.url).href;
const root = fileURLToPath(new URL('..', import.meta.url));

const run = (code: string) =>
  execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], { cwd: root, reject: false });

// Catches: exit code 0, which is a pass, from a command whose engine died in the middle of an answer.
test('a process that waits for what never comes ends with 70, and says so', async () => {
  const { exitCode, stderr } = await run(
    `import { endOnlyWithAnAnswer } from '${module}'; endOnlyWithAnAnswer(); new Promise(() => {}).then(() => process.exit(0));`,
  );
  expect(exitCode).toBe(70);
  expect(stderr).toContain('This is a bug of lvs-drill.');
});

test('one that has its answer ends as it says', async () => {
  const { exitCode, stderr } = await run(
    `import { endOnlyWithAnAnswer } from '${module}'; endOnlyWithAnAnswer(); setTimeout(() => process.exit(2), 10);`,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
});
