import type { Clock, NewId } from '@earshot/ports';
import type { WebSocket } from 'ws';
import type { PathRules } from './upgrade-check.js';
import type { RefusedReturns } from '../call/refused-returns.js';
import type { CallOrigin } from '../limits/client-quota.js';
import type { CallSessions } from '../call/call-sessions.js';
import type { IngestTelemetry } from '../ingest.metrics.js';

/**
 * One way for calls to come in. A source speaks its vendor's protocol and turns each call into a `CallStart` and audio; no
 * other part of ingest knows the vendor. `registry.ts` lists all sources.
 */
export interface MediaSource {
  /** Begins to accept calls: on a WebSocket path (`context.serveSockets`), or on ports that the source opens itself. */
  start(context: SourceContext): RunningSource;
}

export interface RunningSource {
  /** Tells every client to connect again elsewhere. Resolves when no client is left; calls stay open. */
  close(): Promise<void>;
}

/** Everything that ingest gives to a source. */
export interface SourceContext {
  readonly calls: Pick<CallSessions, 'startCall'>;
  /** Hears of audio that is refused because its call is over. */
  readonly refusedReturns: Pick<RefusedReturns, 'reportAttempt' | 'addAudio'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: IngestTelemetry<'framesReceived' | 'bytesReceived' | 'refused'>;
  /** A client that sends nothing for this long, not even a pong, is lost. */
  readonly clientTimeoutMs: number;
  /** Passes every WebSocket that is opened on this path to the source. */
  serveSockets(path: string, accept: AcceptSocket, options?: SocketOptions): RunningSource;
}

export type SocketOptions = Pick<PathRules, 'keyParameter'>;

export type AcceptSocket = (socket: WebSocket, origin: CallOrigin) => SocketConnection;

/** One open WebSocket, as its source handles it. */
export interface SocketConnection {
  /** Comes about once a second. */
  tick(): void;
  /** Asks the client to connect again elsewhere; its call stays open. */
  sendAway(closeCode: number, reason?: string): void;
  /** Cuts the connection. */
  terminate(): void;
}
