import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes connections on to a port of this machine, until somebody cuts them. */
export interface CutProxy {
  readonly port: number;
  /** Cuts every connection, as a network does. */
  cut(): void;
  close(): Promise<void>;
}

export async function startCutProxy(targetPort: () => number): Promise<CutProxy> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('error', () => undefined);
    return socket.on('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    const target = keep(connect(targetPort(), '127.0.0.1'));
    keep(client).pipe(target).pipe(client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
