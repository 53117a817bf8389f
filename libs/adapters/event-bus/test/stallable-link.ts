import { connect, createServer, type Socket } from 'node:net';

/** A way to a server of the loopback that can swallow everything, as a firewall that drops packets does. */
export interface StallableLink {
  readonly address: string;
  stall(): void;
  /** Connections of the stall are ended: what they lost cannot be made up for. */
  mend(): void;
  close(): Promise<void>;
}

export async function stallableLink(port: number, targetPort: number): Promise<StallableLink> {
  let stalled = false;
  const sockets = new Set<Socket>();
  const end = () => sockets.forEach((socket) => socket.destroy());
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (data) => void (stalled || to.write(data)));
    from.on('error', () => from.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    join(client, upstream);
    join(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${port}`,
    stall: () => void (stalled = true),
    mend: () => {
      stalled = false;
      end();
    },
    close: async () => {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
