/** The program that runs inside the containers: `node agent.cjs <command> [options as JSON]`. */
import { DrillError, exitCodes, messageOf, usageError } from '../../errors.ts';
import type { Command } from './command.ts';
import { createLineWriter } from './line-writer.ts';
import { readStdin } from './stdin.ts';
import { createTroubleLog } from './trouble-log.ts';

/** Loaded when named: autocannon alone takes longer to load than the prober takes to start. */
const commands: Record<string, () => Promise<Command>> = {
  probe: async () => (await import('./probe.ts')).probe,
  cohorts: async () => (await import('./cohorts.ts')).cohorts,
  connections: async () => (await import('./connections.ts')).connections,
  traffic: async () => (await import('./traffic.ts')).traffic,
  sizes: async () => (await import('./sizes.ts')).sizes,
  destinations: async () => (await import('./destinations.ts')).destinations,
  wire: async () => (await import('./wire.ts')).wire,
  hand: async () => (await import('./hand.ts')).hand,
  loads: async () => (await import('./loads.ts')).loads,
  load: async () => (await import('./throughput.ts')).throughput,
};

const flushDeadlineMs = 2000;

async function main([name, json, ...rest]: string[]): Promise<number> {
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined || rest.length > 0) {
    throw usageError(`usage: agent.cjs <${Object.keys(commands).join(' | ')}> [options as one JSON object]`);
  }
  const command = await load();
  const run = command.prepare(json);
  const stdin = readStdin(process.stdin);
  const writer = createLineWriter(1, command.batchMs, (error) => {
    console.error(`standard output: ${error.message}`);
    stdin.abort();
  });
  const troubles = createTroubleLog(writer.print);
  const exitCode = await run({
    print: writer.print,
    trouble: troubles.report,
    stop: stdin.stop,
    onLine: stdin.onLine,
  });
  troubles.finish();
  // A write that never returns would keep even process.exit() waiting for its thread, hence the signal.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), flushDeadlineMs).unref();
  await writer.flush();
  return exitCode;
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(
      error instanceof DrillError ? error.message : error instanceof Error ? error.stack : messageOf(error),
    );
    process.exit(error instanceof DrillError ? error.exitCode : exitCodes.internal);
  },
);
