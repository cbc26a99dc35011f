import { messageOf } from '../errors.ts';
import { measureRun } from '../measure/trial.ts';
import type { Judgement, Recording } from '../model.ts';
import type { Check, JudgeInput } from './check.ts';

/**
 * Judges a recording by every check. A check that throws, or says nothing, has proved nothing: `unknown`. One that the run
 * does not concern is left out, as long as another one asks what its faults brought about.
 */
export function judgeRun(checks: readonly Check[], recording: Recording): Judgement[] {
  let input: JudgeInput;
  try {
    input = { recording, measurements: measureRun(recording) };
  } catch (error) {
    return checks.map((check) => unknown(check, `The recording could not be measured: ${messageOf(error)}`));
  }
  const concerned = checks.filter((check) => concerns(check, recording));
  const asked = concerned.some((check) => check.soundness !== true) ? concerned : checks;
  return asked.flatMap((check) => {
    try {
      const judgements = check.judge(input);
      return judgements.length > 0 ? judgements : [unknown(check, 'The run holds nothing that this check looks at.')];
    } catch (error) {
      return [unknown(check, `The check itself failed: ${messageOf(error)}`)];
    }
  });
}

/** One that cannot tell is asked, and will say what is wrong. */
function concerns(check: Check, { run }: Recording): boolean {
  try {
    return check.concerns === undefined || check.concerns(run);
  } catch {
    return true;
  }
}

function unknown(check: Check, headline: string): Judgement {
  return {
    check: check.name,
    subject: 'run',
    verdict: 'unknown',
    headline,
    unit: '',
    measured: null,
    predicted: null,
    bound: null,
    limit: null,
  };
}
