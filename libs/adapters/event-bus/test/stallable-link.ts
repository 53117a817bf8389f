import { connect, createServer, type Socket } from 'node:net';

/** A proxy to a server on the loopback. While stalled it drops all data, like a firewall that drops packets. */
export interface StallableLink {
  readonly address: string;
  stall(): void;
  /** Forwards again and closes the stalled connections, which have lost data. */
  restore(): void;
  close(): Promise<void>;
}

export async function openStallableLink(port: number, targetPort: number): Promise<StallableLink> {
  let isStalled = false;
  const sockets = new Set<Socket>();
  const end = () => sockets.forEach((socket) => socket.destroy());
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (data) => void (isStalled || to.write(data)));
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
    stall: () => void (isStalled = true),
    restore: () => {
      isStalled = false;
      end();
    },
    close: async () => {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
