import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import type { GraphQLSchema } from 'graphql';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock, Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../../gateway.metrics.js';
import type { ErrorReporter } from '../graphql/error-reporter.js';
import type { RequestGuard } from '../http/request-guard.js';
import { MessageBudget } from './message-budget.js';
import { protocolOptions, type SocketExtra } from './protocol-options.js';

export interface SubscriptionServerParts {
  readonly access: Access;
  readonly guard: RequestGuard;
  readonly errors: ErrorReporter;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxSockets: number;
  readonly introspection: boolean;
}

const PATH = '/graphql';
/** Largest message a client may send, bytes. */
const MAX_MESSAGE_BYTES = 65_536;
/** What may wait in one socket's send buffer before it is given up, bytes; one answer is far smaller. */
const MAX_BUFFERED_BYTES = 16_777_216;
/** A socket that does not answer a ping until the next one is dead. */
const PING_INTERVAL_MS = 15_000;
/** Time for sockets to say goodbye when we close. */
const CLOSE_WAIT_MS = 2_000;

/**
 * GraphQL over WebSocket by the `graphql-transport-ws` protocol. Served by that protocol's own library: Mercurius has
 * no limit on the wait for `connection_init`, closes with other codes, and has no hold on slow sockets.
 */
export class SubscriptionServer {
  private readonly sockets: WebSocketServer;
  private readonly protocol: Server<SocketExtra>;
  private readonly alive = new WeakSet<WebSocket>();
  private stopPinging = (): void => undefined;
  private closing = false;

  constructor(
    private readonly parts: SubscriptionServerParts,
    schema: GraphQLSchema,
  ) {
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      handleProtocols,
    });
    this.protocol = makeServer(protocolOptions({ ...parts, schema }));
  }

  /** Takes WebSocket upgrades of `/graphql` on a server; those of other paths are left to others. */
  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => {
      if (pathOf(request) === PATH) this.upgrade(request, socket, head);
      else if (server.listenerCount('upgrade') === 1) refuse(socket, 404, 'Not Found');
    });
    this.ping();
  }

  /** Says goodbye (1001) and resolves when every socket is gone, or cut after a short wait. */
  async close(): Promise<void> {
    this.closing = true;
    this.stopPinging();
    const cut = this.parts.clock.schedule(CLOSE_WAIT_MS, () =>
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
    cut();
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { guard, metrics, maxSockets } = this.parts;
    const refusal = guard.checkHost(request) ?? guard.checkOrigin(request);
    if (refusal !== null) {
      metrics.refused(refusal);
      return refuse(socket, 403, 'Forbidden');
    }
    if (this.closing || this.sockets.clients.size >= maxSockets) {
      metrics.refused('TOO_MANY_SOCKETS');
      return refuse(socket, 503, 'Service Unavailable');
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => this.opened(client, request));
  }

  private opened(socket: WebSocket, request: IncomingMessage): void {
    const { access, metrics, logger } = this.parts;
    metrics.socketsOpen(this.sockets.clients.size);
    this.alive.add(socket);
    socket.on('pong', () => this.alive.add(socket));
    // A message too large or not a WebSocket frame: the library closes the socket with the fitting code by itself.
    socket.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    const closed = this.protocol.opened(this.transport(socket), {
      viewer: access.viewerOf(request),
      send: (text) => this.send(socket, text),
      settling: new Map(),
      closed: new Promise((resolve) => socket.once('close', () => resolve())),
    });
    socket.once('close', (code, reason) => {
      metrics.socketsOpen(this.sockets.clients.size);
      closed(code, String(reason)).catch((error: unknown) => logger.error({ err: error }, 'socket clean-up failed'));
    });
  }

  private transport(socket: WebSocket): Parameters<Server<SocketExtra>['opened']>[0] {
    const budget = new MessageBudget(this.parts.clock);
    return {
      protocol: socket.protocol,
      send: (text) => this.send(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => {
        socket.on('message', (data) => {
          if (socket.readyState !== socket.OPEN) return;
          if (!budget.spend()) return socket.close(4429, 'Too many messages');
          receive(String(data)).catch((error: unknown) => {
            this.parts.logger.error({ err: error }, 'socket message failed');
            socket.close(4500, 'Internal server error');
          });
        });
      },
    };
  }

  /** Resolves when the operating system has the message: so a slow socket slows its own subscriptions, and them only. */
  private send(socket: WebSocket, text: string): Promise<void> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.parts.metrics.refused('SOCKET_TOO_SLOW');
      socket.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => socket.send(text, () => resolve()));
  }

  private ping(): void {
    this.stopPinging = this.parts.clock.schedule(PING_INTERVAL_MS, () => {
      for (const socket of this.sockets.clients) {
        if (this.alive.delete(socket)) socket.ping();
        else socket.terminate();
      }
      this.ping();
    });
  }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
