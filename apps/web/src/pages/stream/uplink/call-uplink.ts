import { backoffMs } from '@earshot/domain';
import type { SampleRing } from './sample-ring.js';
import {
  endText,
  pausedText,
  readReply,
  resumedText,
  writeStart,
  type StreamStart,
  type UplinkReply,
} from './uplink-messages.js';

/** The part of a WebSocket that is used. */
export interface UplinkSocket {
  readonly bufferedAmount: number;
  send(data: string | Int16Array<ArrayBuffer>): void;
  close(): void;
}

export interface SocketListener {
  onOpen(socket: UplinkSocket): void;
  onText(text: string): void;
  /** The socket is closed, or never opened. */
  onClose(): void;
}

export type UplinkEvent =
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'ended' }
  /** `code`: of the protocol, or `UNREACHABLE`. */
  | { readonly kind: 'refused'; readonly code: string };

export interface UplinkParts {
  readonly ring: SampleRing;
  readonly start: StreamStart;
  /** Rejects with an error that has a `code` when nobody may send calls from here. */
  openSocket(listener: SocketListener): Promise<void>;
  schedule(delayMs: number, run: () => void): void;
  report(event: UplinkEvent): void;
}

type State = 'CONNECTING' | 'STARTING' | 'LIVE' | 'WAITING' | 'OVER';

/** A message that stands between two samples. */
interface Mark {
  readonly atSample: number;
  readonly text: string;
}

/** About a second of two tracks at 48 kHz. More waits in the ring, where a new connection finds it. */
const MOST_UNSENT_BYTES = 262_144;
const SAMPLES_IN_MESSAGE = 9_600;
const SEND_AGAIN_AFTER_MS = 50;
const RECONNECT = { firstMs: 250, maxMs: 4_000 };
/** Attempts before the first connection that may fail. */
const MOST_FIRST_FAILURES = 3;
/** Refusals that hold until a call is live, because trying again would not help the person who waits. */
const refusalsOfNewCalls: ReadonlySet<string> = new Set([
  ...['CALL_LIMIT_REACHED', 'DATABASE_SLOW', 'SERVICE_BUSY', 'TOO_MANY_CALLS_OF_CLIENT', 'TOO_MANY_STARTS'],
]);
const finalRefusals: ReadonlySet<string> = new Set([
  ...['CALL_ALREADY_ENDED', 'CALL_TAKEN_OVER', 'AUDIO_FORMAT_CHANGED', 'MESSAGE_INVALID', 'WRONG_PROTOCOL'],
]);

/** Refusals of the gateway that hold in the middle of a call, too. */
const finalAccessRefusals: ReadonlySet<string> = new Set(['FORBIDDEN', 'NO_INGEST_ADDRESS', 'UNAUTHENTICATED']);

/**
 * Sends the samples of one call to ingest, in order and each one once, over as many connections as it takes. It sends from the ring:
 * what a slow or lost connection did not take waits there, and what the ring had to overwrite is declared as a gap.
 */
export class CallUplink {
  private state: State = 'CONNECTING';
  private socket: UplinkSocket | undefined;
  /** Counts the connections, so that an old one is not heard any more. */
  private connection = 0;
  private stream: string | undefined;
  /** Where the stream begins in the ring, and where a stream would begin that the last start began. */
  private streamFromSample = 0;
  private startedFromSample = 0;
  private nextSample = 0;
  private marks: Mark[] = [];
  private sentMarks = 0;
  private refusal: string | undefined;
  private failures = 0;
  private hasBeenLive = false;
  private isPaused = false;
  /** The next samples may begin in a pause that is over. */
  private mayHoldPause = false;
  private isEnding = false;
  private isSendingLater = false;

  constructor(private readonly parts: UplinkParts) {}

  /** Connects. Call it once. */
  open(): void {
    void this.connect();
  }

  /** Adds captured samples. During a pause, silence of the same length is sent in their place. */
  append(samples: Int16Array): void {
    if (this.state === 'OVER' || this.isEnding) return;
    const isSilenced = this.isPaused || this.mayHoldPause;
    this.mayHoldPause = false;
    this.parts.ring.append(isSilenced ? new Int16Array(samples.length) : samples);
    this.send();
  }

  /** Pauses the call after the samples until now, or lets it go on. */
  setPause(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    this.mayHoldPause = !isPaused;
    this.mark(isPaused ? pausedText : resumedText);
  }

  /** Ends the call after the samples until now. `ended` is reported when Earshot has all of them. */
  end(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.mark(endText);
  }

  private mark(text: string): void {
    this.marks.push({ atSample: this.parts.ring.endSample, text });
    this.send();
  }

  private async connect(): Promise<void> {
    const connection = ++this.connection;
    this.state = 'CONNECTING';
    this.refusal = undefined;
    const isCurrent = (): boolean => this.connection === connection && this.state !== 'OVER';
    try {
      await this.parts.openSocket({
        onOpen: (socket) => (isCurrent() ? this.startCall(socket) : socket.close()),
        onText: (text) => isCurrent() && this.receive(readReply(text)),
        onClose: () => isCurrent() && this.loseConnection(),
      });
    } catch (error) {
      const { code } = error as { code?: string };
      if (!isCurrent()) return;
      if (code === undefined || (this.hasBeenLive && !finalAccessRefusals.has(code))) this.loseConnection();
      else this.refuse(code);
    }
  }

  private startCall(socket: UplinkSocket): void {
    const { ring, start } = this.parts;
    this.socket = socket;
    this.state = 'STARTING';
    this.startedFromSample = ring.endSample;
    const keptFromSample = Math.max(0, ring.startSample - this.streamFromSample);
    socket.send(writeStart(start, this.stream === undefined ? undefined : { stream: this.stream, keptFromSample }));
  }

  private receive(reply: UplinkReply | null): void {
    if (reply?.type === 'started' && reply.replay !== undefined && this.state === 'STARTING') this.goOn(reply.replay);
    if (reply?.type === 'ended') this.finish({ kind: 'ended' });
    if (reply?.type !== 'error') return;
    this.refusal = reply.code;
    // A refused start may leave the connection open.
    if (this.state === 'STARTING') this.loseConnection();
  }

  private goOn({ stream, fromSample }: { stream: string; fromSample: number }): void {
    const isNewStream = stream !== this.stream;
    if (isNewStream) this.streamFromSample = this.startedFromSample;
    this.stream = stream;
    this.nextSample = this.streamFromSample + fromSample;
    const next = this.marks.findIndex(({ atSample }) => atSample >= this.nextSample);
    this.sentMarks = next === -1 ? this.marks.length : next;
    // Of a new stream Earshot may not know whether the call is paused.
    if (isNewStream) this.sentMarks = Math.max(0, this.sentMarks - 1);
    this.state = 'LIVE';
    this.failures = 0;
    this.hasBeenLive = true;
    this.refusal = undefined;
    this.parts.report({ kind: 'live' });
    this.send();
  }

  private send(): void {
    const { ring, schedule } = this.parts;
    const { socket } = this;
    if (this.state !== 'LIVE' || socket === undefined) return;
    // The connection was too slow for too long: a new one declares what is gone.
    if (this.nextSample < ring.startSample) return this.loseConnection();
    while (socket.bufferedAmount < MOST_UNSENT_BYTES) if (!this.sendNext(socket)) return;
    if (this.isSendingLater) return;
    this.isSendingLater = true;
    schedule(SEND_AGAIN_AFTER_MS, () => {
      this.isSendingLater = false;
      this.send();
    });
  }

  /** Sends the next mark or samples. Returns false if there are none. */
  private sendNext(socket: UplinkSocket): boolean {
    const { ring } = this.parts;
    const mark = this.marks[this.sentMarks];
    if (mark !== undefined && mark.atSample <= this.nextSample) {
      this.sentMarks += 1;
      socket.send(mark.text);
      return true;
    }
    const untilSample = mark?.atSample ?? ring.endSample;
    const count = Math.min(untilSample - this.nextSample, SAMPLES_IN_MESSAGE);
    if (count <= 0) return false;
    socket.send(ring.read(this.nextSample, count));
    this.nextSample += count;
    return true;
  }

  private loseConnection(): void {
    this.connection += 1;
    this.socket?.close();
    this.socket = undefined;
    const { refusal } = this;
    // The answer to `end` was lost with the connection.
    if (this.hasSentEnd && refusal === 'CALL_ALREADY_ENDED') return this.finish({ kind: 'ended' });
    if (refusal !== undefined && this.isFinal(refusal)) return this.refuse(refusal);
    this.failures += 1;
    if (!this.hasBeenLive && this.failures > MOST_FIRST_FAILURES) return this.refuse('UNREACHABLE');
    if (this.state === 'LIVE') this.parts.report({ kind: 'reconnecting' });
    this.state = 'WAITING';
    this.parts.schedule(backoffMs(this.failures, RECONNECT), () => this.state === 'WAITING' && void this.connect());
  }

  private get hasSentEnd(): boolean {
    return this.isEnding && this.sentMarks === this.marks.length;
  }

  private isFinal(code: string): boolean {
    return finalRefusals.has(code) || (!this.hasBeenLive && refusalsOfNewCalls.has(code));
  }

  private refuse(code: string): void {
    this.finish({ kind: 'refused', code });
  }

  private finish(event: UplinkEvent): void {
    this.state = 'OVER';
    this.socket?.close();
    this.socket = undefined;
    this.parts.report(event);
  }
}
