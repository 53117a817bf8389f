import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallChange, CallId } from '@earshot/contracts';
import type { AgentNumbers, Principal } from '@earshot/domain';
import type {
  CallClaims,
  CallStartHook,
  Clock,
  NewId,
  RecordStreams,
  Sealer,
  StreamRecord,
  StreamRegistry,
} from '@earshot/ports';
import type { WebSocket } from 'ws';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { RefusedReturns } from '../call/refused-returns.js';
import type { CallOrigin } from '../limits/client-quota.js';
import type { CallSessions } from '../call/call-sessions.js';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { IdentityRefusal, VendorIdentity } from './source-identity.js';
import type { PathRules } from './upgrade-check.js';

/**
 * One way for calls to come in. A source speaks its vendor's protocol and turns each call into a `CallStart` and audio; no
 * other part of ingest knows the vendor. `registry.ts` lists all sources.
 */
export interface MediaSource {
  /** Begins to accept calls on a WebSocket path (`context.serveSockets`). Ports are opened by `open` of the running source. */
  start(context: SourceContext): RunningSource;
}

export interface RunningSource {
  /**
   * Opens the ports of the source, or begins to poll. Comes once, when the HTTP server listens. Rejects with a `Failure` that
   * names the setting (`listenFailure`); the process then does not start.
   */
  open?(): Promise<void>;
  /** Comes about once a second, from the time that the HTTP server is attached. */
  tick?(): void;
  /** The process stops: audio that nobody sends live is read no further. What was received is published before `close` comes. */
  stopReading?(): void;
  /** Tells every client to connect again elsewhere. Resolves when no client is left; calls stay open. */
  close(): Promise<void>;
}

/** What a source needs that reads records which other programs write, such as call events on Kinesis. */
export interface RecordSourceContext {
  /** Opens the servers of streams. Throws `BUS_CONFIG_INCOMPLETE`, which names the missing setting. */
  openStreams(): RecordStreams;
  /** Publishes an event until the bus has it, or refuses it for good. */
  readonly deliver: EventDelivery['deliver'];
  /** What is stored of a call. Rejects with retryable `STORE_UNAVAILABLE`. */
  readonly findCall: StreamRegistry['find'];
  /** Makes a dead letter of a record, and shows the problem on the call if there is one. `code`: of an error table. */
  setAside(record: StreamRecord, code: string, callId: CallId | null): Promise<void>;
}

/** Everything that ingest gives to a source. A source without WebSockets brings each call with a `CallFeed`. */
export interface SourceContext {
  readonly calls: Pick<CallSessions, 'startCall'>;
  readonly agentNumbers: AgentNumbers;
  /** Hears of audio that is refused because its call is over. */
  readonly refusedReturns: Pick<RefusedReturns, 'reportAttempt' | 'addAudio'>;
  /**
   * Changes a call that is not on a feed of this source: it may be in another process, or over. A call of another tenant than the
   * origin's stays as it is. Resolves with whether the bus has the change; it is tried for a minute.
   */
  changeCall(origin: CallOrigin, callId: CallId, change: CallChange): Promise<boolean>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: IngestTelemetry<'framesReceived' | 'bytesReceived' | 'refused' | 'unkept'>;
  readonly records: RecordSourceContext;
  /** Asks a customer's program about new calls. Null without one. No handshake may wait for it. */
  readonly callStartHook: CallStartHook | null;
  /** Decides which process reads a call whose events may come to any process. Null: there is one process. */
  readonly callClaims: CallClaims | null;
  /** A client that sends nothing for this long, not even a pong, is lost. */
  readonly clientTimeoutMs: number;
  /** Passes every WebSocket that is opened on this path to the source. */
  serveSockets(path: string, accept: AcceptSocket, options?: SocketOptions): RunningSource;
  /** Passes every HTTP request of this path, and of those below it, to the source. Its sender has an access key of the source. */
  serveRequests(path: string, handle: HandleRequest): void;
  /** Whether `EARSHOT_INGEST_ALLOWED_ADDRESSES` lets this address send calls with the source. `serveSockets` checks it itself. */
  allowsAddress(address: string): boolean;
  /** The origin of a new connection that came another way than by `serveSockets`: its calls belong to the account. */
  createOrigin(identity: VendorIdentity): CallOrigin;
  /** The origin of a call that this principal brings, on no connection. */
  originOf(principal: Principal): CallOrigin;
  /** Seals what the source keeps in files. */
  readonly sealer: Sealer;
  /** Whether what is not live must wait: new calls are refused, or transcription is behind. */
  isBusy(): boolean;
}

/** Answers an HTTP request. `sender`: whose access key it has. */
export type HandleRequest = (request: IncomingMessage, response: ServerResponse, sender: Principal) => Promise<void>;

export interface SocketOptions extends Pick<PathRules, 'keyParameter' | 'findKey' | 'authenticate'> {
  /** Takes everything below the path, too: `/api/v1/twilio/…`. The source finds it in the URL of the request. */
  readonly takesSubpaths?: boolean;
  /**
   * Accepts a socket that proves nobody, so that the source can refuse it in the words of its protocol. It must start no call
   * on it, and close it soon. Without it, such a request gets an HTTP error.
   */
  readonly acceptRefused?: (socket: WebSocket, code: IdentityRefusal, request: IncomingMessage) => SocketConnection;
}

/** `request`: the upgrade request, with its headers and its URL. */
export type AcceptSocket = (socket: WebSocket, origin: CallOrigin, request: IncomingMessage) => SocketConnection;

/** One open WebSocket, as its source handles it. */
export interface SocketConnection {
  /** Comes about once a second. */
  tick(): void;
  /** Asks the client to connect again elsewhere; its call stays open. */
  sendAway(closeCode: number, reason?: string): void;
  /** Cuts the connection. */
  terminate(): void;
}
