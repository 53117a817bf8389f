import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly maxPerAddress: number;
  /** Connections from it carry many clients, so the limit does not apply to it. */
  isProxy(address: string): boolean;
}

/** Closes the connections that an address opens beyond its limit. Call it before the server listens. */
export function limitConnectionsPerClient(server: Server, limits: ConnectionLimits): void {
  const openByAddress = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (limits.isProxy(address)) return;
    const open = openByAddress.get(address) ?? 0;
    if (open >= limits.maxPerAddress) return void socket.destroy();
    openByAddress.set(address, open + 1);
    socket.once('close', () => {
      const left = (openByAddress.get(address) ?? 1) - 1;
      if (left === 0) openByAddress.delete(address);
      else openByAddress.set(address, left);
    });
  });
}
