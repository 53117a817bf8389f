import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { chooseProtocol } from '@earshot/access';
import type { ConnectionRefusalCode } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import { hasOneHost, type ClientKey, type ClientKeys } from '@earshot/hosting';
import type { Authenticator, Clock } from '@earshot/ports';
import { WebSocketServer, type WebSocket } from 'ws';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { CallOrigin } from '../limits/client-quota.js';
import type { AcceptSocket, RunningSource, SocketConnection, SocketOptions } from './media-source.js';
import { isVendorPrincipal, type IdentityRefusal } from './source-identity.js';
import { admitUpgrade, refuseUpgrade, type PathRules, type UpgradeRefusalCode } from './upgrade-check.js';

export interface SocketServerOptions {
  readonly allowedOrigins: readonly string[];
  /** Open sockets of all paths together. */
  readonly maxSockets: number;
  /** Whom the limits of a client count for. */
  readonly clientKeys: ClientKeys;
  readonly authenticator: Authenticator;
}

/** A WebSocket path of one source. */
interface ServedPath extends PathRules, SocketOptions {
  readonly accept: AcceptSocket;
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
/** The access of the client has ended (RFC 6455, section 7.4.1: a policy of the server). */
const CLOSE_ACCESS_ENDED = 1008;

/** Accepts WebSockets for all sources that are registered by a path, and closes them when the process stops. */
export class SocketServer {
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    handleProtocols: chooseProtocol,
  });
  private readonly paths = new Map<string, ServedPath>();
  private isDraining = false;
  private socketCount = 0;

  constructor(
    private readonly options: SocketServerOptions,
    private readonly clock: Clock,
    private readonly telemetry: IngestTelemetry<'refused' | 'sockets'>,
  ) {}

  get maxSockets(): number {
    return this.options.maxSockets;
  }

  /** Accepts the WebSocket upgrades of an HTTP server. */
  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => {
      this.upgrade(request, socket, head).catch((error: unknown) => {
        this.telemetry.logger.error({ err: error }, 'could not open a socket');
        socket.destroy();
      });
    });
  }

  /** Passes the sockets of a path whose clients may come to their source from now on. */
  serve(path: string, accept: AcceptSocket, rules: PathRules & SocketOptions): RunningSource {
    const served: ServedPath = { ...rules, accept, connections: new Map() };
    this.paths.set(path, served);
    return { close: () => this.closeConnections(served) };
  }

  /** Refuses new sockets from now on. */
  stopAccepting(): void {
    this.isDraining = true;
  }

  /** The origin of a new connection of this principal. */
  createOrigin(principal: Principal, clientKey: ClientKey): CallOrigin {
    return { socketKey: `socket ${++this.socketCount}`, clientKey, principal };
  }

  /** Call it about once a second. */
  tick(): void {
    for (const { connections } of this.paths.values()) for (const connection of connections.keys()) connection.tick();
  }

  updateGauge(): void {
    this.telemetry.metrics.sockets.set(this.countSockets());
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

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A peer may vanish during the handshake.
    socket.on('error', () => socket.destroy());
    if (!hasOneHost(request)) return this.refuse(socket, 'HOST_HEADER_INVALID');
    const served = this.findPath(pathOf(request));
    if (served === undefined) return refuseUpgrade(socket, 'ADDRESS_UNKNOWN');
    const { allowedOrigins, authenticator, clientKeys } = this.options;
    const findCapacityRefusal = () => this.capacityRefusal();
    const principal = await admitUpgrade(request, served, { allowedOrigins, authenticator, findCapacityRefusal });
    if (typeof principal === 'string') {
      const { acceptRefused } = served;
      if (acceptRefused === undefined || !isIdentityRefusal(principal)) return this.refuse(socket, principal);
      this.telemetry.metrics.refused.add(1, { code: principal });
      this.server.handleUpgrade(request, socket, head, (webSocket) =>
        this.track(webSocket, acceptRefused(webSocket, principal, request), served),
      );
      return;
    }
    const origin = this.createOrigin(principal, clientKeys.keyOfPrincipal(principal, request));
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, served, origin, request));
  }

  /** The path itself, or the nearest one above it whose source takes what is below. */
  private findPath(path: string): ServedPath | undefined {
    const exact = this.paths.get(path);
    if (exact !== undefined) return exact;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = this.paths.get(path.slice(0, end));
      if (above?.takesSubpaths === true) return above;
    }
    return undefined;
  }

  private refuse(socket: Duplex, code: UpgradeRefusalCode): void {
    this.telemetry.metrics.refused.add(1, { code });
    refuseUpgrade(socket, code);
  }

  private capacityRefusal(): ConnectionRefusalCode | null {
    if (this.isDraining) return 'DRAINING';
    return this.countSockets() < this.options.maxSockets ? null : 'TOO_MANY_SOCKETS';
  }

  private open(webSocket: WebSocket, served: ServedPath, origin: CallOrigin, request: IncomingMessage): void {
    const { accept, connections } = served;
    const connection = accept(webSocket, origin, request);
    // What a vendor proved of a request holds as long as its connection.
    const stopWatching = !isVendorPrincipal(origin.principal)
      ? this.options.authenticator.watch(origin.principal, () => this.endAccess(connection, connections))
      : () => {};
    this.track(webSocket, connection, served, stopWatching);
  }

  private track(
    webSocket: WebSocket,
    connection: SocketConnection,
    { connections }: ServedPath,
    stopWatching = () => {},
  ): void {
    const closed = new Promise<void>((resolve) => {
      webSocket.once('close', () => {
        stopWatching();
        connections.delete(connection);
        resolve();
      });
    });
    connections.set(connection, closed);
  }

  /** The call of the client stays open for its reconnect window, as after a lost connection. */
  private endAccess(connection: SocketConnection, connections: ServedPath['connections']): void {
    this.telemetry.metrics.refused.add(1, { code: 'UNAUTHENTICATED' });
    connection.sendAway(CLOSE_ACCESS_ENDED, 'The access has ended');
    const cancelCut = this.clock.schedule(CLOSE_ANSWER_MS, () => connection.terminate());
    void connections.get(connection)?.then(cancelCut);
  }

  private countSockets(): number {
    return [...this.paths.values()].reduce((sum, { connections }) => sum + connections.size, 0);
  }
}

const identityRefusals: readonly string[] = [
  'FORBIDDEN',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'UNAUTHENTICATED',
] satisfies IdentityRefusal[];
const isIdentityRefusal = (code: UpgradeRefusalCode): code is IdentityRefusal => identityRefusals.includes(code);

/** The path of a request without its query. */
const pathOf = ({ url }: IncomingMessage): string => (url ?? '').split('?', 1)[0] ?? '';
