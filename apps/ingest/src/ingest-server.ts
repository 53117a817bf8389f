import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { CallId } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { RefusedReturns } from './call/refused-returns.js';
import type { CallSessions } from './call/call-sessions.js';
import type { ChangeRequest } from './call/earlier-requests.js';
import type { PauseRequest } from './call/pause-state.js';
import type { Admission } from './limits/admission.js';
import type { RunningSource } from './sources/media-source.js';
import type { SourceServers } from './sources/start-sources.js';

const TICK_MS = 1_000;
const SPARE_CONNECTIONS = 200;
/** Time to publish audio that came while the sources closed, however long the first part of the drain took. */
const SHORTEST_HAND_OVER_MS = 500;

/** Ingest as a whole: begins to accept calls, and drains when the process stops. */
export class IngestServer {
  private isDraining = false;
  private drained: Promise<void> | undefined;
  private cancelTick = () => {};

  constructor(
    private readonly servers: SourceServers,
    private readonly sources: readonly RunningSource[],
    private readonly calls: CallSessions,
    private readonly admission: Admission,
    private readonly parts: {
      readonly refusedReturns: RefusedReturns;
      readonly clock: Clock;
      readonly drainMs: number;
    },
  ) {}

  /** Accepts the WebSocket upgrades of an HTTP server. */
  attach(server: HttpServer): void {
    this.servers.sockets.attach(server);
    this.tick();
    this.admission.start();
  }

  /** Whether a source takes this request of the HTTP server. If so, it is answered. */
  takeRequest(request: IncomingMessage, response: ServerResponse): boolean {
    return this.servers.requests.takeRequest(request, response);
  }

  /** Opens the ports of the sources that have some. Call it when the HTTP server listens. Rejects if one cannot be opened. */
  async openSources(): Promise<void> {
    const opened = await Promise.allSettled(this.sources.map((source) => source.open?.()));
    // The others are open by now, so that closing ingest closes them.
    for (const one of opened) if (one.status === 'rejected') throw one.reason;
  }

  /** Connections of the HTTP server: the sockets of clients, and room for health probes and refusals. */
  get maxConnections(): number {
    return this.servers.sockets.maxSockets + SPARE_CONNECTIONS;
  }

  /** Whether new calls are accepted now. Calls that come back always are. */
  get acceptsNewCalls(): boolean {
    return !this.isDraining && this.admission.refusal === null;
  }

  /** Tells the source of an erased call that the call is over, if this process has it. */
  endErasedCall(callId: CallId): void {
    this.calls.endErasedCall(callId);
  }

  /** Pauses a call, or lets it go on, if this process has it. */
  setPause(callId: CallId, request: PauseRequest): void {
    this.calls.setPause(callId, request);
  }

  /** Changes how a call is heard, if this process has it or gets it. */
  changeHearing(callId: CallId, request: ChangeRequest): void {
    this.calls.changeHearing(callId, request);
  }

  /** Nest calls it before it closes its HTTP server. */
  beforeApplicationShutdown(): Promise<void> {
    return this.drain();
  }

  /**
   * Refuses new sockets and calls, publishes all received audio, asks the clients to connect again (1012), and publishes
   * the audio that they sent until then. Calls stay open for the process that their clients connect to next. Idempotent.
   */
  drain(): Promise<void> {
    this.drained ??= this.drainOnce();
    return this.drained;
  }

  private async drainOnce(): Promise<void> {
    const { clock, drainMs, refusedReturns } = this.parts;
    this.isDraining = true;
    this.cancelTick();
    this.servers.sockets.stopAccepting();
    this.servers.requests.stopAccepting();
    this.admission.stop();
    this.calls.stopAccepting();
    for (const source of this.sources) source.stopReading?.();
    const untilMs = clock.nowMs() + drainMs;
    // Publish before the sources close: otherwise a client could reach the next process before its call is stored.
    await this.calls.publishReceived(drainMs);
    await Promise.all(this.sources.map((source) => source.close()));
    refusedReturns.showAll();
    await this.calls.handOver(Math.max(SHORTEST_HAND_OVER_MS, untilMs - clock.nowMs()));
    this.updateGauges();
  }

  private tick(): void {
    this.servers.sockets.tick();
    for (const source of this.sources) source.tick?.();
    this.calls.forgetIdleClients();
    this.calls.fillPauses();
    this.calls.announceLongSilences();
    this.parts.refusedReturns.tick();
    this.updateGauges();
    this.cancelTick();
    if (!this.isDraining) this.cancelTick = this.parts.clock.schedule(TICK_MS, () => this.tick());
  }

  private updateGauges(): void {
    this.servers.sockets.updateGauge();
    this.calls.updateGauge();
    this.admission.updateGauge();
  }
}
