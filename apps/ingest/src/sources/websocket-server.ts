import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { LcaSession } from '@earshot/media';
import type { Clock, Logger, NewId } from '@earshot/ports';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Admission } from '../limits/admission.js';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { IngestConfig } from '../ingest.config.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import { LcaConnection } from './lca/lca-connection.js';
import type { LiveCalls } from '../call/live-calls.js';
import { INGEST_PATH, isOriginAllowed, pathOf } from './upgrade-refusal.js';

export interface IngestSocketsParts {
  readonly config: IngestConfig;
  readonly calls: LiveCalls;
  readonly admission: Admission;
  readonly budget: ByteBudget;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: IngestMetrics;
}

/** Above the protocol's own limit, so that a frame a little too large gets an answer in words; beyond it the socket is just closed (1009). */
const MAX_MESSAGE_BYTES = 2 * 1_048_576;
/** Sockets per call that may be open: room for those that come back before the old one is known to be dead. */
const SOCKETS_PER_CALL = 2;
const TICK_MS = 1_000;
const GOODBYE_MS = 1_000;
/** For what came with the goodbyes, however long the first part took. */
const LEAST_HAND_OVER_MS = 500;
const CLOSE_SERVICE_RESTART = 1012;
const statusTexts = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;

/** The WebSocket side of ingest: who may open a socket, who is still there, and how all of them are let go. */
export class IngestSockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  private readonly connections = new Set<LcaConnection>();
  private isDraining = false;
  private drained: Promise<void> | undefined;
  private cancelTick = () => {};
  private whenGone = () => {};

  constructor(private readonly parts: IngestSocketsParts) {}

  /** Takes the WebSocket upgrades of an HTTP server. */
  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.tick();
    this.parts.admission.start();
  }

  /** Called by Nest before its HTTP server closes. */
  beforeApplicationShutdown(): Promise<void> {
    return this.drain();
  }

  /**
   * Takes no new sockets and calls, brings what was received to the bus, asks the clients to connect again (1012), takes
   * what they send until they know, and brings that to the bus too. Calls stay open for the process that they come back
   * to. Idempotent.
   */
  drain(): Promise<void> {
    this.drained ??= this.letGo();
    return this.drained;
  }

  private async letGo(): Promise<void> {
    const { calls, clock, config } = this.parts;
    this.isDraining = true;
    this.cancelTick();
    this.parts.admission.stop();
    calls.close();
    const untilMs = clock.nowMs() + config.EARSHOT_INGEST_DRAIN_MS;
    // A client that is sent away while the bus does not take its audio would come back to a call that is not there yet.
    await calls.sendReceived(config.EARSHOT_INGEST_DRAIN_MS);
    await this.sayGoodbye();
    await calls.handOver(Math.max(LEAST_HAND_OVER_MS, untilMs - clock.nowMs()));
    this.measure();
  }

  private async sayGoodbye(): Promise<void> {
    if (this.connections.size === 0) return;
    const gone = new Promise<void>((resolve) => (this.whenGone = resolve));
    for (const connection of this.connections) connection.sendAway(CLOSE_SERVICE_RESTART);
    const cut = this.parts.clock.schedule(GOODBYE_MS, () =>
      this.connections.forEach((connection) => connection.terminate()),
    );
    await gone;
    cut();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that goes away in the middle of the handshake is nobody's error.
    socket.on('error', () => socket.destroy());
    const status = this.refusal(request);
    if (status !== null) return refuse(socket, status);
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket));
  }

  private refusal(request: IncomingMessage): keyof typeof statusTexts | null {
    const { config, metrics } = this.parts;
    if (pathOf(request) !== INGEST_PATH) return 404;
    if (!isOriginAllowed(request, config)) {
      metrics.refused.add(1, { code: 'ORIGIN_NOT_ALLOWED' });
      return 403;
    }
    if (!this.isDraining && this.connections.size < config.EARSHOT_MAX_CALLS * SOCKETS_PER_CALL) return null;
    metrics.refused.add(1, { code: this.isDraining ? 'DRAINING' : 'TOO_MANY_SOCKETS' });
    return 503;
  }

  private open(webSocket: WebSocket): void {
    const { config, clock, newId } = this.parts;
    const options = {
      newId,
      timeoutMs: config.EARSHOT_SOCKET_TIMEOUT_MS,
      repairBrowserAudio: config.EARSHOT_LCA_BROWSER_REPAIR,
    };
    const connection = new LcaConnection(webSocket, new LcaSession(options, clock.nowMs()), this.parts);
    this.connections.add(connection);
    webSocket.once('close', () => {
      this.connections.delete(connection);
      if (this.connections.size === 0) this.whenGone();
    });
  }

  private tick(): void {
    for (const connection of this.connections) connection.tick();
    this.measure();
    this.cancelTick();
    if (!this.isDraining) this.cancelTick = this.parts.clock.schedule(TICK_MS, () => this.tick());
  }

  private measure(): void {
    const { metrics, calls, budget } = this.parts;
    metrics.sockets.set(this.connections.size);
    metrics.liveCalls.set(calls.size);
    metrics.queueBytes.set(budget.heldBytes);
  }
}

function refuse(socket: Duplex, status: keyof typeof statusTexts): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${statusTexts[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
