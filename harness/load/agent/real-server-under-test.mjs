// A real server for tests, in a process of its own, so that the load of a test runner does not delay it.
// Usage: node real-server-under-test.mjs '{"port":0,"backlog":511}'
// Prints {"port"}. At a line {"silentForMs"} it discards requests from then on for so long, and prints {"silentFromMs",
// "silentUntilMs"} on CLOCK_MONOTONIC.
// At SIGTERM it prints {"worstStallMs"}, its own worst lateness, and ends.
import { createServer } from 'node:http';

const options = {
  port: 0,
  backlog: 511,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const now = () => Number(process.hrtime.bigint()) / 1e6;
let silentFromMs = Infinity;
let silentUntilMs = Infinity;

const server = createServer((_request, response) => {
  const nowMs = now();
  if (nowMs >= silentFromMs && nowMs < silentUntilMs) return;
  response.setHeader('X-Real-Server', 'rs-1');
  response.end('rs-1\n');
});
server.listen({ port: options.port, host: '127.0.0.1', backlog: options.backlog }, () => {
  console.log(JSON.stringify({ port: server.address().port }));
});

let worstStallMs = 0;
let lastMs = now();
setInterval(() => {
  const nowMs = now();
  worstStallMs = Math.max(worstStallMs, nowMs - lastMs);
  lastMs = nowMs;
}, 1);
process.on('SIGTERM', () => {
  console.log(JSON.stringify({ worstStallMs }));
  process.exit();
});
// A test that was killed leaves no server behind.
process.stdin.on('end', () => process.exit());
process.stdin.on('data', (line) => {
  silentFromMs = now();
  silentUntilMs = silentFromMs + JSON.parse(line).silentForMs;
  console.log(JSON.stringify({ silentFromMs, silentUntilMs }));
});
