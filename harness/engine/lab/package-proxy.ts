import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A forward HTTP proxy on a Unix socket: the lab's only way to the packages, open while images are built and at no
 * other time. It serves GET and HEAD of plain HTTP and CONNECT to port 443, which is what apt uses.
 */
export async function startPackageProxy(path: string): Promise<AsyncDisposable> {
  const server = createServer(forward);
  server.on('connect', tunnel);
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(path, { force: true });
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  const url = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '') : null;
  if (url?.protocol !== 'http:' || !['GET', 'HEAD'].includes(incoming.method ?? '')) {
    answer.writeHead(405).end('This proxy serves GET and HEAD of http addresses.\n');
    return;
  }
  const headers = { ...incoming.headers };
  delete headers['proxy-connection'];
  const outgoing = request(url, { method: incoming.method, headers }, (upstream) => {
    answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
    upstream.pipe(answer);
    upstream.on('error', () => answer.destroy());
  });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end(`${url.host} could not be reached: ${error.message}\n`);
  });
  answer.on('close', () => outgoing.destroy());
  outgoing.end();
}

function tunnel(incoming: IncomingMessage, client: Duplex, head: Buffer): void {
  const [host, port] = (incoming.url ?? '').split(':');
  if (host === undefined || port !== '443') {
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    return;
  }
  const upstream = connect({ host, port: 443 }, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy());
  client.on('error', () => upstream.destroy());
}
