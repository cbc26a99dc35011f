import { runCli } from './cli.ts';

/**
 * All end-to-end tests share one running lab, as a developer's suites do. The first one on a machine builds it (about
 * two minutes). A lab that was up before stays up.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const before = await runCli(['lab', 'status']);
  const wasUp = before.output.includes('up, for all suites');
  console.log(
    wasUp
      ? 'Using the lab that is up.'
      : 'Starting a lab for the end-to-end tests (about 2 minutes the first time) ...',
  );
  const up = await runCli(['lab', 'up']);
  if (up.exitCode !== 0) throw new Error(`The lab for the end-to-end tests did not come up:\n${up.output}`);
  return async () => {
    if (!wasUp) await runCli(['lab', 'down']);
  };
}
