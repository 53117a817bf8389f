import type { CallId, Result, RosterRefusalCode } from '@earshot/contracts';
import { openPrincipal } from '@earshot/domain';
import {
  endedReply,
  startedReply,
  type MediaAction,
  type MediaSession,
  type RosterRequest,
  type SessionStart,
} from '@earshot/media/session';
import type { WebSocket } from 'ws';
import type { CallClient, CallRefusal } from '../call/call-client.js';
import { ingestProblem } from '../call/call-problems.js';
import type { CallSession } from '../call/call-session.js';
import { toAudioMs, type CallStart } from '../call/call-start.js';
import type { PauseRequest } from '../call/pause-state.js';
import type { CallOrigin } from '../limits/client-quota.js';
import type { SocketConnection, SourceContext } from './media-source.js';

/** A client that does not read its replies gets no more of them. */
const MAX_UNREAD_REPLY_BYTES = 65_536;
const CLOSE_INTERNAL_ERROR = 1011;
/** Whether the call of somebody else is live or over, the answer is the same. */
const WORDS_FOR_STRANGERS = 'CALL_ALREADY_ENDED';

type ActionHandlers<Start> = {
  readonly [K in MediaAction<Start>['kind']]: (action: Extract<MediaAction<Start>, { kind: K }>) => void;
};

/** The parts of a source that its connections use. */
export interface ConnectionSource<Start> {
  /** For the log. */
  readonly name: string;
  toCallStart(start: Start): CallStart;
}

/**
 * One socket of a source whose protocol is a `MediaSession`: passes messages to the session and performs the actions that
 * the session returns. An error of one socket does not reach the others.
 */
export class CallConnection<Start extends SessionStart> implements SocketConnection {
  private call: CallSession | undefined;
  private isPaused = false;
  private isLeaving = false;
  /** The last call that the client started here, and its audio on this socket. */
  private offered: { readonly start: CallStart; audioMs: number; isRefused: boolean } | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly session: MediaSession<Start>,
    private readonly source: ConnectionSource<Start>,
    private readonly origin: CallOrigin,
    private readonly context: Pick<SourceContext, 'calls' | 'refusedReturns' | 'clock' | 'telemetry'>,
  ) {
    const { clock } = context;
    socket.on('message', (data: Buffer, isBinary) => this.receiveMessage(data, isBinary));
    socket.on('ping', () => session.keepAlive(clock.nowMs()));
    socket.on('pong', () => session.keepAlive(clock.nowMs()));
    socket.on('error', (error) => this.reportProtocolError(error));
    socket.on('close', () => this.perform(() => session.connectionLost()));
  }

  tick(): void {
    const nowMs = this.context.clock.nowMs();
    // We do not read a paused socket, so its silence does not mean that the client is lost.
    if (this.isPaused) this.session.keepAlive(nowMs);
    else this.perform(() => this.session.tick(nowMs));
  }

  /** Audio that the client sends before its own close frame still counts, so reading resumes. */
  sendAway(closeCode: number, reason?: string): void {
    this.isLeaving = true;
    this.isPaused = false;
    this.close(closeCode, reason);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private receiveMessage(data: Buffer, isBinary: boolean): void {
    const { clock, telemetry } = this.context;
    this.perform(() => {
      if (!isBinary) return this.session.receiveText(data, clock.nowMs());
      telemetry.metrics.framesReceived.add();
      telemetry.metrics.bytesReceived.add(data.length);
      this.countOffered(data.length);
      return this.session.receiveBinary(data, clock.nowMs());
    });
  }

  private perform(decide: () => readonly MediaAction<Start>[]): void {
    try {
      for (const action of decide()) (this.handlers[action.kind] as (action: MediaAction<Start>) => void)(action);
    } catch (error) {
      const { logger, metrics } = this.context.telemetry;
      metrics.refused.add(1, { code: 'SOCKET_HANDLER_FAILED' });
      logger.error({ callId: this.call?.callId, err: error }, 'a socket failed; its connection is closed');
      this.loseCall();
      this.session.connectionLost();
      this.close(CLOSE_INTERNAL_ERROR);
    }
  }

  private readonly handlers: ActionHandlers<Start> = {
    audio: ({ samples }) => this.call?.receiveAudio(samples),
    reply: ({ text }) => this.send(text),
    'start-call': ({ start }) => this.startCall(start),
    'change-roster': ({ change }) => this.changeRoster(change),
    'set-pause': ({ kind: _, ...request }) => this.setPause(request),
    'end-call': () => this.endCall(),
    'lose-call': () => this.loseCall(),
    'report-problem': ({ code, message }) => this.call?.reportProblem({ code, message }),
    'count-refusal': ({ code }) => this.context.telemetry.metrics.refused.add(1, { code }),
    'log-wrong-protocol': ({ seen }) => this.logWrongProtocol(seen),
    ping: () => this.socket.ping(),
    terminate: () => this.terminateSilent(),
    close: ({ closeCode }) => this.close(closeCode),
  };

  private startCall(start: Start): void {
    const { callId } = start;
    const callStart = { ...this.source.toCallStart(start), ...ownerOf(this.origin) };
    this.offered = { start: callStart, audioMs: 0, isRefused: false };
    const started = this.context.calls.startCall(callStart, this.asClient(callId));
    if (!started.ok) return this.refuseCall(started.error);
    const { session, resumedAtMs, isUndecided } = started.value;
    this.call = session;
    if (!isUndecided) this.send(startedReply(callId, resumedAtMs));
    this.context.telemetry.logger.info({ callId, resumedAtMs }, 'call started');
  }

  private changeRoster(change: RosterRequest): void {
    if (this.call === undefined) return;
    const changed = requestChange(this.call, change);
    if (!changed.ok) this.perform(() => this.session.refuseChange(changed.error));
  }

  private setPause(request: PauseRequest): void {
    const { key: principal, subject } = this.origin.principal;
    const changed = this.call?.requestPause({ ...request, requestedBy: { principal, subject } });
    if (changed?.ok === false) this.perform(() => this.session.refuseChange(changed.error));
  }

  private endCall(): void {
    const { call } = this;
    this.call = undefined;
    this.resumeReading();
    call?.end();
  }

  private loseCall(): void {
    const { call } = this;
    this.call = undefined;
    call?.loseConnection();
  }

  private asClient(callId: CallId): CallClient {
    return {
      origin: this.origin,
      refuseCall: (code) => {
        this.call = undefined;
        this.refuseCall(code);
      },
      confirmResume: (atMs) => this.send(startedReply(callId, atMs)),
      confirmEnd: (durationMs) => this.send(endedReply(callId, durationMs)),
      refuseEnd: (code) =>
        this.perform(() => this.session.refuseEnd(callId, code === 'CALL_OF_ANOTHER' ? WORDS_FOR_STRANGERS : code)),
      pauseReading: () => this.pauseReading(),
      resumeReading: () => this.resumeReading(),
    };
  }

  private countOffered(bytes: number): void {
    const { offered } = this;
    if (offered === undefined) return;
    const audioMs = toAudioMs(offered.start.format, bytes);
    if (offered.isRefused) this.context.refusedReturns.addAudio(offered.start.callId, audioMs);
    else offered.audioMs += audioMs;
  }

  private refuseCall(code: CallRefusal): void {
    const { offered } = this;
    if (code === 'CALL_OF_ANOTHER') return this.refuseStranger();
    if (code === 'CALL_ALREADY_ENDED' && offered !== undefined) {
      offered.isRefused = true;
      this.context.refusedReturns.reportAttempt(offered.start.callId, offered.audioMs);
    }
    this.perform(() => this.session.refuseCall(code));
  }

  /** Nothing of the attempt is shown on the call, which belongs to somebody else. */
  private refuseStranger(): void {
    const { logger, metrics } = this.context.telemetry;
    const code = 'CALL_OF_ANOTHER';
    metrics.refused.add(1, { code });
    logger.warn({ code, principal: this.origin.principal.key }, 'a client started a call that belongs to another one');
    this.perform(() => this.session.refuseCall(WORDS_FOR_STRANGERS));
  }

  private pauseReading(): void {
    if (this.isLeaving) return;
    this.isPaused = true;
    this.socket.pause();
  }

  private resumeReading(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.session.keepAlive(this.context.clock.nowMs());
    this.socket.resume();
  }

  private send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN || this.socket.bufferedAmount > MAX_UNREAD_REPLY_BYTES) return;
    this.socket.send(text, () => undefined);
  }

  private close(closeCode: number, reason?: string): void {
    this.socket.close(closeCode, reason);
    // The peer's close frame comes after everything it sent before. Without reading, it would never arrive.
    this.socket.resume();
  }

  private terminateSilent(): void {
    const fields = { callId: this.call?.callId };
    this.context.telemetry.logger.warn(fields, 'a socket was silent for too long; its connection is cut');
    this.terminate();
  }

  private logWrongProtocol(seen: string): void {
    const fields = { source: this.source.name, code: 'WRONG_PROTOCOL', seen };
    this.context.telemetry.logger.warn(fields, 'a client speaks another protocol; its connection is closed');
  }

  private reportProtocolError(error: Error): void {
    const socketCode = (error as NodeJS.ErrnoException).code ?? '';
    if (!socketCode.startsWith('WS_ERR')) return;
    const { logger, metrics } = this.context.telemetry;
    logger.warn({ callId: this.call?.callId, code: socketCode }, 'a client broke the WebSocket protocol');
    if (socketCode === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return this.perform(() => this.session.reportOversized());
    metrics.refused.add(1, { code: 'SOCKET_PROTOCOL_ERROR' });
    this.call?.reportProblem(ingestProblem('SOCKET_PROTOCOL_ERROR'));
  }
}

/** Whom a call belongs to. Where nobody has to prove who they are, it belongs to everybody. */
const ownerOf = ({ principal }: CallOrigin): Pick<CallStart, 'tenant' | 'startedBy'> =>
  principal.key === openPrincipal.key ? {} : { tenant: principal.tenant, startedBy: principal.key };

function requestChange(call: CallSession, change: RosterRequest): Result<void, RosterRefusalCode> {
  switch (change.kind) {
    case 'join':
      return call.joinParticipant(change.participant, change.track);
    case 'change':
      return call.changeParticipant(change.participant);
    case 'leave':
      return call.leaveParticipant(change.participantId);
    case 'assign':
      return call.assignTrack(change.track, change.participantId);
  }
}
