import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { usageError } from './errors.ts';
import { explain } from './explain.ts';
import { Interrupted } from './run/signals.ts';

function told(thrown: unknown): { code: number; text: string } {
  const lines: string[] = [];
  return { code: explain(thrown, (line) => lines.push(line)), text: lines.join('\n') };
}

test('what a file holds does not move the cursor of whoever reads that it is broken', () => {
  expect(told(usageError('No JSON: \u001b[2J.', 'Restore\n\u001b]0;x\u0007it.'))).toEqual({
    code: 64,
    text: 'No JSON: <1b>[2J.\nRestore\n<1b>]0;x<07>it.',
  });
  const bug = told(new TypeError('no \u001b[31m property'));
  expect(bug.code).toBe(70);
  expect(bug.text).toContain('This is a bug of lvs-drill');
  expect(bug.text).not.toContain('\u001b');
});

test('words that the parser does not understand, help, and Ctrl-C', () => {
  expect(told(new CommanderError(1, 'commander.unknownOption', 'x')).code).toBe(64);
  expect(told(new CommanderError(0, 'commander.helpDisplayed', 'x')).code).toBe(0);
  expect(told(new Interrupted())).toEqual({ code: 130, text: 'Interrupted by the user.' });
});
