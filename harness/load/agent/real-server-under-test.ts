import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A real server in a process of its own. For tests. */
export interface RealServerProcess extends AsyncDisposable {
  pid: number;
  port: number;
  /** From now on it discards requests for so long: from when until when, on CLOCK_MONOTONIC. */
  keepSilent(forMs: number): Promise<{ silentFromMs: number; silentUntilMs: number }>;
  /** Ends it and tells how long it was not served by the machine at the worst: how far its window may be off, ms. */
  worstStallMs(): Promise<number>;
}

/** Starts a real server that answers every request, except while it keeps silent. */
export async function startRealServer(options: { port?: number; backlog?: number }): Promise<RealServerProcess> {
  const script = fileURLToPath(new URL('./real-server-under-test.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = async (): Promise<unknown> => {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return JSON.parse(line.toString());
  };
  const { port } = (await said()) as { port: number };
  return {
    pid: child.pid as number,
    port,
    async keepSilent(silentForMs) {
      child.stdin.write(`${JSON.stringify({ silentForMs })}\n`);
      return (await said()) as Awaited<ReturnType<RealServerProcess['keepSilent']>>;
    },
    async worstStallMs() {
      child.kill('SIGTERM');
      return ((await said()) as { worstStallMs: number }).worstStallMs;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
    },
  };
}

/** A server in this process whose connections are in the hands of the test; without a port it gets a free one. */
export async function startSocketServer(
  onSocket: (socket: Socket) => void,
  port = 0,
): Promise<{ port: number; sockets: Set<Socket> } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers every request on a socket with `head` (status line and headers) and `body`. */
export function answer(socket: Socket, headers: string[], body = 'rs-1\n'): void {
  socket.on('data', () => {
    socket.write(`${headers.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
}
