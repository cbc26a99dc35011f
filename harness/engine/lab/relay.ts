import { connect, createServer, type ListenOptions, type NetConnectOpts, type Server } from 'node:net';

/**
 * Passes bytes between two sockets, each direction on its own: a client that has said its last word still gets its
 * answer. (`docker exec` ends its standard input long before the command's output ends.)
 */
export async function startRelay(listen: ListenOptions, target: NetConnectOpts): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true } as NetConnectOpts);
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    // `pipe` ends a socket that ended; one that was destroyed on one side has to go on the other too.
    client.on('close', () => upstream.destroySoon());
    upstream.on('close', () => client.destroySoon());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen, resolve);
  });
  return server;
}
