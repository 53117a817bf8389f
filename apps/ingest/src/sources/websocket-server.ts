import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ConnectionRefusalCode, ErrorCode } from '@earshot/contracts';
import { hasOneHost, type ClientKeys, type RequestGate } from '@earshot/hosting';
import type { Clock } from '@earshot/ports';
import { WebSocketServer, type WebSocket } from 'ws';
import type { IngestMetrics } from '../ingest.metrics.js';
import type { CallOrigin } from '../limits/client-quota.js';
import { isOriginAllowed } from './is-origin-allowed.js';
import type { AcceptSocket, RunningSource, SocketConnection } from './media-source.js';

export interface SocketServerOptions {
  readonly allowedOrigins: readonly string[];
  /** Open sockets of all paths together. */
  readonly maxSockets: number;
  /** Whom the limits of a client count for. */
  readonly clientKeys: ClientKeys;
}

/** A WebSocket path of one source. */
interface ServedPath {
  readonly accept: AcceptSocket;
  readonly gate: RequestGate;
  /** The open connections; each promise resolves when its socket is closed. */
  readonly connections: Map<SocketConnection, Promise<void>>;
}

/** Above the limit of every source, so that a message slightly over it gets an error reply. Beyond this, ws closes with 1009. */
const MAX_MESSAGE_BYTES = 2 * 1_048_576;
/** A message in more fragments, finished or not, closes its socket with 1008: each one takes far more memory than its bytes. */
const MAX_FRAGMENTS = 1_024;
/** Pieces of one frame that wait for the rest of it. */
const MAX_BUFFERED_CHUNKS = 4_096;
/** A client that does not answer the close frame in this time is cut. */
const CLOSE_ANSWER_MS = 1_000;
const CLOSE_SERVICE_RESTART = 1012;
const statusTexts = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;

/** Accepts WebSockets for all sources that are registered by a path, and closes them when the process stops. */
export class SocketServer {
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
  });
  private readonly paths = new Map<string, ServedPath>();
  private isDraining = false;
  private socketCount = 0;

  constructor(
    private readonly options: SocketServerOptions,
    private readonly clock: Clock,
    private readonly metrics: Pick<IngestMetrics, 'refused' | 'sockets'>,
  ) {}

  get maxSockets(): number {
    return this.options.maxSockets;
  }

  /** Accepts the WebSocket upgrades of an HTTP server. */
  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Passes the sockets of a path that the gate lets through to their source from now on. */
  serve(path: string, accept: AcceptSocket, gate: RequestGate): RunningSource {
    const served: ServedPath = { accept, gate, connections: new Map() };
    this.paths.set(path, served);
    return { close: () => this.closeConnections(served) };
  }

  /** Refuses new sockets from now on. */
  stopAccepting(): void {
    this.isDraining = true;
  }

  /** Call it about once a second. */
  tick(): void {
    for (const { connections } of this.paths.values()) for (const connection of connections.keys()) connection.tick();
  }

  updateGauge(): void {
    this.metrics.sockets.set(this.countSockets());
  }

  private async closeConnections({ connections }: ServedPath): Promise<void> {
    if (connections.size === 0) return;
    for (const connection of connections.keys()) connection.sendAway(CLOSE_SERVICE_RESTART);
    const cancelCut = this.clock.schedule(CLOSE_ANSWER_MS, () => {
      for (const connection of connections.keys()) connection.terminate();
    });
    await Promise.all(connections.values());
    cancelCut();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer may vanish during the handshake.
    socket.on('error', () => socket.destroy());
    if (!hasOneHost(request)) {
      this.metrics.refused.add(1, { code: 'HOST_HEADER_INVALID' });
      return refuseUpgrade(socket, 400);
    }
    const served = this.paths.get(pathOf(request));
    if (served === undefined) return refuseUpgrade(socket, 404);
    const unwelcome = served.gate.refusalOf(request) ?? this.originRefusal(request);
    if (unwelcome !== null) {
      this.metrics.refused.add(1, { code: unwelcome });
      return refuseUpgrade(socket, 403, unwelcome);
    }
    const refusal = this.capacityRefusal();
    if (refusal !== null) {
      this.metrics.refused.add(1, { code: refusal });
      return refuseUpgrade(socket, 503);
    }
    const origin = { socketKey: `socket ${++this.socketCount}`, clientKey: this.options.clientKeys.keyOf(request) };
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, served, origin));
  }

  private originRefusal({ headers }: IncomingMessage): 'ORIGIN_NOT_ALLOWED' | null {
    return isOriginAllowed(headers, this.options.allowedOrigins) ? null : 'ORIGIN_NOT_ALLOWED';
  }

  private capacityRefusal(): ConnectionRefusalCode | null {
    if (this.isDraining) return 'DRAINING';
    return this.countSockets() < this.options.maxSockets ? null : 'TOO_MANY_SOCKETS';
  }

  private open(webSocket: WebSocket, { accept, connections }: ServedPath, origin: CallOrigin): void {
    const connection = accept(webSocket, origin);
    const closed = new Promise<void>((resolve) => {
      webSocket.once('close', () => {
        connections.delete(connection);
        resolve();
      });
    });
    connections.set(connection, closed);
  }

  private countSockets(): number {
    return [...this.paths.values()].reduce((sum, { connections }) => sum + connections.size, 0);
  }
}

/** The path of a request without its query. */
const pathOf = ({ url }: IncomingMessage): string => (url ?? '').split('?', 1)[0] ?? '';

/** `code` tells a program why; a browser shows it to nobody. */
function refuseUpgrade(socket: Duplex, status: keyof typeof statusTexts, code?: ErrorCode): void {
  const body = code === undefined ? '' : JSON.stringify({ code });
  const type = code === undefined ? '' : 'Content-Type: application/json\r\n';
  const head = `HTTP/1.1 ${status} ${statusTexts[status]}\r\nConnection: close\r\n${type}Content-Length: ${body.length}`;
  socket.once('finish', () => socket.destroy());
  socket.end(`${head}\r\n\r\n${body}`);
}
