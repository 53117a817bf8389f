import type { CallId, CallRefusalCode } from '@earshot/contracts';
import {
  endedReply,
  errorReply,
  lcaErrors,
  startedReply,
  type LcaAction,
  type LcaSession,
  type LcaStart,
} from '@earshot/media/lca';
import type { Clock } from '@earshot/ports';
import type { WebSocket } from 'ws';
import type { CallClient } from '../../call/call-client.js';
import { ingestProblem } from '../../call/call-problems.js';
import type { CallSession } from '../../call/call-session.js';
import type { SocketConnection, SourceContext } from '../media-source.js';
import { toCallStart } from './to-call-start.js';

/** A client that does not read its replies gets no more of them. */
const MAX_UNREAD_REPLY_BYTES = 65_536;
const CLOSE_INTERNAL_ERROR = 1011;

type ActionHandlers = {
  readonly [K in LcaAction['kind']]: (action: Extract<LcaAction, { kind: K }>) => void;
};

/** One LCA socket: passes what comes in to its session and does what the session decides. Its errors stay here. */
export class LcaConnection implements SocketConnection {
  private call: CallSession | undefined;
  private isPaused = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly session: LcaSession,
    private readonly calls: SourceContext['calls'],
    private readonly clock: Clock,
    private readonly telemetry: SourceContext['telemetry'],
  ) {
    socket.on('message', (data: Buffer, isBinary) => this.receiveMessage(data, isBinary));
    socket.on('ping', () => session.keepAlive(clock.nowMs()));
    socket.on('pong', () => session.keepAlive(clock.nowMs()));
    socket.on('error', (error) => this.reportProtocolError(error));
    socket.on('close', () => this.perform(() => session.connectionLost()));
  }

  tick(): void {
    const nowMs = this.clock.nowMs();
    // While we do not read the socket, its silence is ours.
    if (this.isPaused) this.session.keepAlive(nowMs);
    else this.perform(() => this.session.tick(nowMs));
  }

  /** What the client sends before it knows still counts, and is read before its close frame. */
  sendAway(closeCode: number): void {
    this.isPaused = false;
    this.close(closeCode);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private receiveMessage(data: Buffer, isBinary: boolean): void {
    this.perform(() => {
      if (!isBinary) return this.session.receiveText(data, this.clock.nowMs());
      this.telemetry.metrics.framesReceived.add();
      this.telemetry.metrics.bytesReceived.add(data.length);
      return this.session.receiveBinary(data, this.clock.nowMs());
    });
  }

  private perform(decide: () => readonly LcaAction[]): void {
    try {
      for (const action of decide()) (this.handlers[action.kind] as (action: LcaAction) => void)(action);
    } catch (error) {
      const { logger, metrics } = this.telemetry;
      metrics.refused.add(1, { code: 'SOCKET_HANDLER_FAILED' });
      logger.error({ callId: this.call?.callId, error: String(error) }, 'a socket failed; its connection is closed');
      this.loseCall();
      this.session.connectionLost();
      this.close(CLOSE_INTERNAL_ERROR);
    }
  }

  private readonly handlers: ActionHandlers = {
    audio: ({ samples }) => this.call?.receiveAudio(samples),
    reply: ({ text }) => this.send(text),
    'start-call': ({ start }) => this.startCall(start),
    'end-call': () => this.endCall(),
    'lose-call': () => this.loseCall(),
    'report-problem': ({ code, message }) => this.call?.reportProblem({ code, message }),
    'count-refusal': ({ code }) => this.telemetry.metrics.refused.add(1, { code }),
    'log-wrong-protocol': ({ seen }) => this.logWrongProtocol(seen),
    ping: () => this.socket.ping(),
    terminate: () => this.terminateSilent(),
    close: ({ closeCode }) => this.close(closeCode),
  };

  private startCall(start: LcaStart): void {
    const { callId } = start;
    const started = this.calls.startCall(toCallStart(start), this.asClient(callId));
    if (!started.ok) return this.refuseCall(started.error);
    const { session, resumedAtMs, isUndecided } = started.value;
    this.call = session;
    if (!isUndecided) this.send(startedReply(callId, resumedAtMs));
    this.telemetry.logger.info({ callId, resumedAtMs }, 'call started');
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
      refuseCall: (code) => {
        this.call = undefined;
        this.refuseCall(code);
      },
      confirmResume: (atMs) => this.send(startedReply(callId, atMs)),
      confirmEnd: (durationMs) => this.send(endedReply(callId, durationMs)),
      refuseEnd: (code) => this.send(errorReply(code, callId)),
      pauseReading: () => this.pauseReading(),
      resumeReading: () => this.resumeReading(),
    };
  }

  private refuseCall(code: CallRefusalCode): void {
    this.perform(() => this.session.refuseCall(code));
  }

  private pauseReading(): void {
    this.isPaused = true;
    this.socket.pause();
  }

  private resumeReading(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.session.keepAlive(this.clock.nowMs());
    this.socket.resume();
  }

  private send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN || this.socket.bufferedAmount > MAX_UNREAD_REPLY_BYTES) return;
    this.socket.send(text, () => undefined);
  }

  private close(closeCode: number): void {
    this.socket.close(closeCode);
    // The peer's close frame comes after everything it sent before. Without reading, it would never arrive.
    this.socket.resume();
  }

  private terminateSilent(): void {
    const fields = { callId: this.call?.callId };
    this.telemetry.logger.warn(fields, 'a socket was silent for too long; its connection is cut');
    this.terminate();
  }

  private logWrongProtocol(seen: string): void {
    const fields = { source: 'lca', code: 'WRONG_PROTOCOL', seen };
    this.telemetry.logger.warn(fields, 'a client speaks another protocol; its connection is closed');
  }

  private reportProtocolError(error: Error): void {
    const socketCode = (error as NodeJS.ErrnoException).code ?? '';
    if (!socketCode.startsWith('WS_ERR')) return;
    const isTooLarge = socketCode === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    const code = isTooLarge ? 'AUDIO_TOO_LARGE' : 'SOCKET_PROTOCOL_ERROR';
    this.telemetry.metrics.refused.add(1, { code });
    const fields = { callId: this.call?.callId, code: socketCode };
    this.telemetry.logger.warn(fields, 'a client broke the WebSocket protocol');
    const problem = isTooLarge ? { code, message: lcaErrors.AUDIO_TOO_LARGE } : ingestProblem('SOCKET_PROTOCOL_ERROR');
    this.call?.reportProblem(problem);
  }
}
