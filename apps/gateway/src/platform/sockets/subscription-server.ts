import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock, Logger } from '@earshot/ports';
import type { GatewayMetrics } from '../gateway-metrics.js';
import type { SocketSessions } from './socket-sessions.js';
import { formatRefusal, type AdmittedClient, type UpgradeCheck } from './upgrade-check.js';

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

  constructor(
    private readonly upgradeCheck: UpgradeCheck,
    private readonly sessions: SocketSessions,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Whether the server refuses new sockets because it holds as many as it may. */
  get isFull(): boolean {
    return this.upgradeCheck.isFull;
  }

  /** Accepts WebSocket upgrades on `/graphql`. Upgrades on other paths belong to other listeners of the server. */
  attachTo(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => {
      if (pathOf(request) === PATH)
        this.upgradeSocket(request, socket, head).catch((error: unknown) => {
          this.logger.error({ err: error }, 'could not open a socket');
          socket.destroy();
        });
      else if (server.listenerCount('upgrade') === 1)
        refuseUpgrade(socket, 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    this.pingSockets();
  }

  /** Closes every socket with 1001. Resolves when all are closed, or cut off after a short wait. */
  async close(): Promise<void> {
    this.upgradeCheck.startClosing();
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

  private async upgradeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A client may vanish while it is authenticated.
    socket.on('error', () => socket.destroy());
    const client = await this.upgradeCheck.admitClient(request);
    if ('code' in client) return void socket.end(formatRefusal(client));
    if (socket.destroyed) return client.leavePlace();
    socket.once('close', () => client.leavePlace());
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.addSocket(opened, client));
  }

  private addSocket(socket: WebSocket, client: AdmittedClient): void {
    const reportCount = (): void => this.metrics.setOpenSockets(this.sockets.clients.size);
    reportCount();
    this.alive.add(socket);
    socket.on('pong', () => this.alive.add(socket));
    socket.once('close', reportCount);
    this.sessions.startSession(socket, client);
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

function refuseUpgrade(socket: Duplex, answer: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(answer);
}
