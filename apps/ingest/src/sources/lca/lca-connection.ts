import {
  endedReply,
  errorReply,
  startedReply,
  type LcaAction,
  type LcaErrorCode,
  type LcaSession,
} from '@earshot/media';
import type { CallId } from '@earshot/contracts';
import type { Clock, Logger } from '@earshot/ports';
import type { WebSocket } from 'ws';
import type { IngestMetrics } from '../../ingest.metrics.js';
import type { CallSource } from '../media-source.js';
import type { LiveCall } from '../../call/live-call.js';
import type { LiveCalls } from '../../call/live-calls.js';

export interface LcaConnectionParts {
  readonly calls: LiveCalls;
  readonly clock: Clock;
  readonly metrics: IngestMetrics;
  readonly logger: Logger;
}

/** A client that does not read its answers gets no more of them. */
const MAX_UNREAD_REPLY_BYTES = 65_536;
const CLOSE_INTERNAL_ERROR = 1011;

/** One socket: feeds its session and does what that says. Whatever happens here stays here. */
export class LcaConnection {
  private call: LiveCall | undefined;
  private isPaused = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly session: LcaSession,
    private readonly parts: LcaConnectionParts,
  ) {
    const { clock } = parts;
    socket.on('message', (data: Buffer, isBinary) =>
      this.guarded(() => {
        if (!isBinary) return this.session.text(data, clock.nowMs());
        parts.metrics.framesReceived.add();
        parts.metrics.bytesReceived.add(data.length);
        return this.session.binary(data, clock.nowMs());
      }),
    );
    socket.on('ping', () => this.session.alive(clock.nowMs()));
    socket.on('pong', () => this.session.alive(clock.nowMs()));
    socket.on('error', (error) => this.protocolError(error));
    socket.on('close', () => this.guarded(() => this.session.closed()));
  }

  /** To be called about once a second. */
  tick(): void {
    const nowMs = this.parts.clock.nowMs();
    // While we do not read, silence is ours.
    if (this.isPaused) this.session.alive(nowMs);
    else this.guarded(() => this.session.tick(nowMs));
  }

  /**
   * Asks the client to connect again elsewhere; the call stays open. What the client sends until it knows still counts,
   * and is read before its goodbye.
   */
  sendAway(closeCode: number): void {
    this.isPaused = false;
    this.close(closeCode);
  }

  terminate(): void {
    this.socket.terminate();
  }

  private stopReading(): void {
    this.isPaused = true;
    this.socket.pause();
  }

  private guarded(input: () => readonly LcaAction[]): void {
    try {
      for (const action of input()) this.apply(action);
    } catch (error) {
      this.parts.metrics.refused.add(1, { code: 'SOCKET_HANDLER_FAILED' });
      this.parts.logger.error({ callId: this.call?.callId, error: String(error) }, 'a socket failed and is closed');
      this.loseCall();
      this.session.closed();
      this.close(CLOSE_INTERNAL_ERROR);
    }
  }

  private apply(action: LcaAction): void {
    switch (action.kind) {
      case 'audio':
        return this.call?.audio(action.samples);
      case 'reply':
        return this.say(action.text);
      case 'start-call':
        return this.startCall(action);
      case 'end-call':
        return this.endCall();
      case 'lose-call':
        return this.loseCall();
      case 'report-problem':
        return this.call?.problems.add(action.code, action.message);
      case 'count-refusal':
        return this.parts.metrics.refused.add(1, { code: action.code });
      case 'ping':
        return this.socket.ping();
      case 'terminate':
        this.parts.logger.warn({ callId: this.call?.callId }, 'a socket was silent for too long and is cut');
        return this.socket.terminate();
      case 'close':
        return this.close(action.closeCode);
    }
  }

  private startCall({ start }: Extract<LcaAction, { kind: 'start-call' }>): void {
    const started = this.parts.calls.start(start, this.asSource(start.callId));
    if (!started.ok) return this.refuse(started.error);
    this.call = started.value.call;
    if (started.value.isUndecided !== true) this.say(startedReply(start.callId, started.value.resumedAtMs));
    this.parts.logger.info({ callId: start.callId, resumedAtMs: started.value.resumedAtMs }, 'call started');
  }

  private endCall(): void {
    const call = this.call;
    this.call = undefined;
    this.readOn();
    call?.end();
  }

  private loseCall(): void {
    const call = this.call;
    this.call = undefined;
    call?.lose();
  }

  private asSource(callId: CallId): CallSource {
    return {
      refuse: (code) => {
        this.call = undefined;
        this.refuse(code);
      },
      resumed: (atMs) => this.say(startedReply(callId, atMs)),
      ended: (durationMs) => this.say(endedReply(callId, durationMs)),
      endRefused: (code) => this.say(errorReply(code, callId)),
      pause: () => this.stopReading(),
      resume: () => this.readOn(),
    };
  }

  private refuse(code: LcaErrorCode): void {
    this.guarded(() => this.session.refuse(code));
  }

  private readOn(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.session.alive(this.parts.clock.nowMs());
    this.socket.resume();
  }

  private say(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN || this.socket.bufferedAmount > MAX_UNREAD_REPLY_BYTES) return;
    this.socket.send(text, () => undefined);
  }

  private close(closeCode: number): void {
    this.socket.close(closeCode);
    // The peer's goodbye comes after everything it sent before; unread it would never come.
    this.socket.resume();
  }

  private protocolError(error: Error): void {
    const ofSocket = (error as NodeJS.ErrnoException).code ?? '';
    if (!ofSocket.startsWith('WS_ERR')) return;
    const code = ofSocket === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'AUDIO_TOO_LARGE' : 'SOCKET_PROTOCOL_ERROR';
    this.parts.metrics.refused.add(1, { code });
    this.parts.logger.warn({ callId: this.call?.callId, code: ofSocket }, 'a client broke the WebSocket protocol');
    this.call?.problems.add(code);
  }
}
