import type { Socket } from 'node:net';
import { participantIdSchema, type CallRefusalCode } from '@earshot/contracts';
import {
  audioSocketErrors,
  AudioSocketSession,
  type AudioSocketAction,
  type AudioSocketErrorCode,
} from '@earshot/media/audiosocket';
import type { CallStart } from '../../call/call-start.js';
import type { CallOrigin } from '../../limits/client-quota.js';
import { CallFeed } from '../call-feed.js';
import type { SourceContext } from '../media-source.js';

type ConnectionContext = Pick<
  SourceContext,
  'agentNumbers' | 'calls' | 'refusedReturns' | 'clock' | 'telemetry' | 'clientTimeoutMs'
>;
type StartAction = Extract<AudioSocketAction, { kind: 'start-call' }>;

/** Asterisk sends the UUID with its first bytes. */
const ID_TIMEOUT_MS = 10_000;
/** A peer whose call is over has this long to close its side, whatever it still sends. */
const LEAVE_TIMEOUT_MS = 10_000;
/** The protocol names nobody: whoever is on the channel. */
const CHANNEL_ID = participantIdSchema.parse('channel');

/**
 * One TCP connection of Asterisk, which brings one call. Nothing is sent to Asterisk: what it received would be played to the channel.
 * A refused call keeps its connection, because closing it may hang up the channel.
 */
export class AudioSocketConnection {
  private readonly session = new AudioSocketSession();
  private readonly feed: CallFeed;
  private lastInputMs: number;
  private isPaused = false;
  private endedAtMs: number | undefined;

  constructor(
    private readonly socket: Socket,
    origin: CallOrigin,
    private readonly context: ConnectionContext,
  ) {
    this.lastInputMs = context.clock.nowMs();
    this.feed = new CallFeed(origin, context, {
      onStarted: () => undefined,
      onRefused: (code) => this.logRefusal(code),
      onEnded: () => undefined,
      onEndRefused: (_, code) => this.logRefusal(code),
      pauseReading: () => this.pauseReading(),
      resumeReading: () => this.resumeReading(),
    });
    socket.on('data', (bytes) => this.perform(() => this.receiveBytes(bytes)));
    // Asterisk ends a call by closing its side. After an error or a silence the call waits for it instead.
    socket.on('end', () => this.perform(() => this.endCall()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.endedAtMs === undefined) this.feed.loseCall();
    });
  }

  /** Comes about once a second. */
  tick(): void {
    const nowMs = this.context.clock.nowMs();
    if (this.endedAtMs !== undefined) {
      if (nowMs - this.endedAtMs >= LEAVE_TIMEOUT_MS) this.terminate();
      return;
    }
    // We do not read a paused socket, so its silence does not mean that the peer is lost.
    if (this.isPaused) this.lastInputMs = nowMs;
    const limitMs = this.session.hasId ? this.context.clientTimeoutMs : ID_TIMEOUT_MS;
    if (nowMs - this.lastInputMs >= limitMs) this.closeFor('AUDIOSOCKET_TIMED_OUT');
  }

  /** Cuts the connection; its call stays open. */
  terminate(): void {
    this.socket.destroy();
  }

  private receiveBytes(bytes: Buffer): void {
    this.lastInputMs = this.context.clock.nowMs();
    const { metrics } = this.context.telemetry;
    metrics.bytesReceived.add(bytes.length);
    for (const action of this.session.receiveBytes(bytes)) this.performAction(action);
  }

  private performAction(action: AudioSocketAction): void {
    switch (action.kind) {
      case 'start-call':
        return this.feed.startCall(toCallStart(action));
      case 'audio':
        this.context.telemetry.metrics.framesReceived.add();
        return this.feed.receiveAudio(action.samples);
      case 'report-problem':
        this.countRefusal(action.code);
        return this.feed.reportProblem({ code: action.code, message: audioSocketErrors[action.code] });
      case 'end-call':
        this.endCall();
        this.socket.end();
        return;
      case 'close':
        return this.closeFor(action.code);
    }
  }

  private endCall(): void {
    this.endedAtMs ??= this.context.clock.nowMs();
    this.resumeReading();
    this.feed.endCall();
  }

  private closeFor(code: AudioSocketErrorCode): void {
    this.countRefusal(code);
    this.feed.reportProblem({ code, message: audioSocketErrors[code] });
    const fields = { callId: this.feed.callId, code };
    this.context.telemetry.logger.warn(fields, 'an AudioSocket connection is closed');
    this.terminate();
  }

  private logRefusal(code: CallRefusalCode): void {
    this.countRefusal(code);
    this.context.telemetry.logger.warn({ code }, 'a call of Asterisk is not taken; its audio is dropped');
  }

  private countRefusal(code: AudioSocketErrorCode | CallRefusalCode): void {
    this.context.telemetry.metrics.refused.add(1, { code });
  }

  /** An error of one connection does not reach the others. */
  private perform(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      const { logger, metrics } = this.context.telemetry;
      metrics.refused.add(1, { code: 'SOCKET_HANDLER_FAILED' });
      logger.error({ callId: this.feed.callId, err: error }, 'a socket failed; its connection is closed');
      this.terminate();
    }
  }

  private pauseReading(): void {
    this.isPaused = true;
    this.socket.pause();
  }

  private resumeReading(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.socket.resume();
  }
}

const toCallStart = ({ callId, sampleRateHz }: StartAction): CallStart => ({
  callId,
  isNewId: false,
  source: 'audiosocket',
  format: { codec: 'L16', sampleRateHz, channelCount: 1 },
  tracks: [{ participantId: CHANNEL_ID }],
  participants: [{ id: CHANNEL_ID, role: 'UNKNOWN' }],
});
