import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '@earshot/ports';
import type { GatewayMetrics } from '../gateway-metrics.js';
import type { SocketSessions } from './socket-sessions.js';
import type { UpgradeCheck, UpgradeRefusal } from './upgrade-check.js';

const PATH = '/graphql';
/** Largest message from a client, in bytes. */
const MAX_MESSAGE_BYTES = 65_536;
/** A socket that has not answered a ping by the next one counts as dead. */
const PING_INTERVAL_MS = 15_000;
/** How long sockets may take to close when the server closes. */
const CLOSE_WAIT_MS = 2_000;

/**
 * Serves the `graphql-transport-ws` protocol on WebSockets. It uses the protocol's own library and not Mercurius, which
 * does not limit the wait for `connection_init`, closes with other codes, and does not bound slow sockets.
 */
export class SubscriptionServer {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols,
  });
  private readonly alive = new WeakSet<WebSocket>();
  private stopPinging = (): void => undefined;
  private isClosing = false;

  constructor(
    private readonly upgradeCheck: UpgradeCheck,
    private readonly sessions: SocketSessions,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly maxSockets: number,
  ) {}

  /** Accepts WebSocket upgrades on `/graphql`. Upgrades on other paths belong to other listeners of the server. */
  attachTo(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => {
      if (pathOf(request) === PATH) this.upgradeSocket(request, socket, head);
      else if (server.listenerCount('upgrade') === 1) refuseUpgrade(socket, { status: 404, reason: 'Not Found' });
    });
    this.pingSockets();
  }

  /** Closes every socket with 1001. Resolves when all are closed, or cut off after a short wait. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.stopPinging();
    const cancelCut = this.clock.schedule(CLOSE_WAIT_MS, () =>
      this.sockets.clients.forEach((socket) => socket.terminate()),
    );
    await Promise.all(
      [...this.sockets.clients].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            socket.close(1001, 'Going away');
          }),
      ),
    );
    cancelCut();
    this.sockets.close();
  }

  private upgradeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const hasRoom = !this.isClosing && this.sockets.clients.size < this.maxSockets;
    const refusal = this.upgradeCheck.refusalOf(request, hasRoom);
    if (refusal !== null) return refuseUpgrade(socket, refusal);
    this.sockets.handleUpgrade(request, socket, head, (client) => this.addSocket(client, request));
  }

  private addSocket(socket: WebSocket, request: IncomingMessage): void {
    const reportCount = (): void => this.metrics.setOpenSockets(this.sockets.clients.size);
    reportCount();
    this.alive.add(socket);
    socket.on('pong', () => this.alive.add(socket));
    socket.once('close', reportCount);
    this.sessions.startSession(socket, request);
  }

  private pingSockets(): void {
    this.stopPinging = this.clock.schedule(PING_INTERVAL_MS, () => {
      for (const socket of this.sockets.clients) {
        if (this.alive.delete(socket)) socket.ping();
        else socket.terminate();
      }
      this.pingSockets();
    });
  }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

function refuseUpgrade(socket: Duplex, { status, reason }: UpgradeRefusal): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
