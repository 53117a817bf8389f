import type { Result, RosterRefusalCode } from '@earshot/contracts';
import type { MediaAction, SocketSession } from '@earshot/media/session';
import type { WebSocket } from 'ws';
import { ingestProblem } from '../call/call-problems.js';
import type { CallStart } from '../call/call-start.js';
import type { CallOrigin } from '../limits/client-quota.js';
import { CallFeed } from './call-feed.js';
import type { SocketConnection, SourceContext } from './media-source.js';

/** A client that does not read its replies gets no more of them. */
const MAX_UNREAD_REPLY_BYTES = 65_536;
const CLOSE_INTERNAL_ERROR = 1011;

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
 * One socket of a source: passes messages to the session of its protocol and performs the actions that the session returns.
 * An error of one socket does not reach the others.
 */
export class CallConnection<Start> implements SocketConnection {
  private readonly feed: CallFeed;
  private isPaused = false;
  private isLeaving = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly session: SocketSession<Start>,
    private readonly source: ConnectionSource<Start>,
    origin: CallOrigin,
    private readonly context: Pick<SourceContext, 'agentNumbers' | 'calls' | 'refusedReturns' | 'clock' | 'telemetry'>,
  ) {
    const { clock } = context;
    this.feed = new CallFeed(origin, context, {
      onStarted: (callId, resumedAtMs, replay) =>
        this.perform(() =>
          session.confirmStart(callId, {
            ...(resumedAtMs !== undefined && { resumedAtMs }),
            ...(replay !== undefined && { replay }),
          }),
        ),
      onRefused: (code) => this.perform(() => session.refuseCall(code)),
      onEnded: (callId, durationMs) => this.perform(() => session.confirmEnd(callId, durationMs)),
      onEndRefused: (callId, code) => this.perform(() => session.refuseEnd(callId, code)),
      onPauseChanged: (isPaused) => this.perform(() => session.changePause?.(isPaused) ?? []),
      pauseReading: () => this.pauseReading(),
      resumeReading: () => this.resumeReading(),
    });
    socket.on('message', (data: Buffer, isBinary) => this.receiveMessage(data, isBinary));
    socket.on('ping', () => session.keepAlive(clock.nowMs()));
    socket.on('pong', () => session.keepAlive(clock.nowMs()));
    socket.on('error', (error) => this.reportProtocolError(error));
    socket.on('close', (closeCode: number) => this.perform(() => session.connectionLost(closeCode)));
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
    this.perform(() => this.session.sayGoodbye?.(closeCode) ?? []);
    this.close(closeCode, reason);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private receiveMessage(data: Buffer, isBinary: boolean): void {
    const nowMs = this.context.clock.nowMs();
    this.perform(() => {
      const actions = isBinary ? this.session.receiveBinary(data, nowMs) : this.session.receiveText(data, nowMs);
      if (isBinary || actions.some(({ kind }) => kind === 'audio')) this.countFrame(data.length);
      // After a refusal the session ignores all input, but the call shows how much audio was refused.
      if (isBinary && this.feed.isRefused) this.feed.countRefused(data.length);
      return actions;
    });
  }

  private countFrame(bytes: number): void {
    const { metrics } = this.context.telemetry;
    metrics.framesReceived.add();
    metrics.bytesReceived.add(bytes);
  }

  private perform(decide: () => readonly MediaAction<Start>[]): void {
    try {
      for (const action of decide()) (this.handlers[action.kind] as (action: MediaAction<Start>) => void)(action);
    } catch (error) {
      const { logger, metrics } = this.context.telemetry;
      metrics.refused.add(1, { code: 'SOCKET_HANDLER_FAILED' });
      logger.error({ callId: this.feed.callId, err: error }, 'a socket failed; its connection is closed');
      this.feed.loseCall();
      this.session.connectionLost();
      this.close(CLOSE_INTERNAL_ERROR);
    }
  }

  private readonly handlers: ActionHandlers<Start> = {
    audio: ({ samples }) => this.feed.receiveAudio(samples),
    'declare-gap': ({ gap }) => this.feed.declareGap(gap),
    reply: ({ text }) => this.send(text),
    'start-call': ({ start }) => this.feed.startCall(this.source.toCallStart(start)),
    'change-roster': ({ change }) => this.refuseChange(this.feed.changeRoster(change)),
    'change-call': ({ change }) => this.refuseChange(this.feed.changeCall(change)),
    'set-pause': ({ kind: _, ...request }) => this.refuseChange(this.feed.setPause(request)),
    'end-call': () => this.endCall(),
    'lose-call': () => this.feed.loseCall(),
    'report-problem': ({ code, message }) => this.feed.reportProblem({ code, message }),
    'count-refusal': ({ code }) => this.context.telemetry.metrics.refused.add(1, { code }),
    'log-wrong-protocol': ({ seen }) => this.logWrongProtocol(seen),
    ping: () => this.socket.ping(),
    terminate: () => this.terminateSilent(),
    close: ({ closeCode }) => this.close(closeCode),
  };

  private refuseChange(changed: Result<void, RosterRefusalCode>): void {
    if (!changed.ok) this.perform(() => this.session.refuseChange(changed.error));
  }

  private endCall(): void {
    this.resumeReading();
    this.feed.endCall();
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
    const fields = { callId: this.feed.callId };
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
    logger.warn({ callId: this.feed.callId, code: socketCode }, 'a client broke the WebSocket protocol');
    if (socketCode === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return this.perform(() => this.session.reportOversized());
    metrics.refused.add(1, { code: 'SOCKET_PROTOCOL_ERROR' });
    this.feed.reportProblem(ingestProblem('SOCKET_PROTOCOL_ERROR'));
  }
}
