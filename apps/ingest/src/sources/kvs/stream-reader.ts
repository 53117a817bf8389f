import { FragmentReader, StreamProgress, type LegStream, type ReadStream, type StreamPart } from '@earshot/media/kvs';
import { pause, type Clock, type Logger, type StreamPlace, type VideoStreams } from '@earshot/ports';

/** What the owner of a stream hears. */
export interface StreamListener {
  /** A session begins: what it brings may lie behind what came before. */
  onSession(): void;
  onParts(parts: readonly StreamPart[]): void;
  /** The stream was read to the end that its platform announced. */
  onDrained(): void;
  /** It could not be read for several attempts. */
  onUnreadable(): void;
}

export interface StreamTools {
  readonly streams: VideoStreams;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** GetMedia may be asked five times a second for each stream. */
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const ERRORS_UNTIL_REPORTED = 5;
/** A session that brings nothing for this long may be dead without having said so. */
const LONGEST_SILENCE_MS = 30_000;
/** The clocks of a fragment and of its event are not the same. The event says when the fragment began. */
const EARLIER_MS = 10_000;
/** Fragments come a few seconds after their audio. A reader that is later than this catches up. */
const LONGEST_DELAY_MS = 15_000;
/** A stream that cannot be read for this long is not waited for. */
const LONGEST_REPAIR_MS = 30_000;
/** A stream that brings nothing for this long has no more audio. */
const STILL_COMING_MS = 10_000;
/** The last samples may lie this much before the announced end. */
const END_TOLERANCE_MS = 200;

/**
 * Reads one stream until it is stopped. Sessions end after forty minutes, by resets and when credentials expire; the next one
 * begins after the last complete fragment.
 */
export class StreamReader {
  private readonly progress: StreamProgress;
  private readonly stopping = new AbortController();
  private session = new AbortController();
  /** Sessions since the last audio, and the errors among them. */
  private sessions = 0;
  private errors = 0;
  private lastBytesAtMs: number;
  private lastAudioAtMs = 0;
  /** The first error since the last audio. */
  private brokenSinceMs = -Infinity;
  private endsAtMs: number | undefined;
  private reachedMs = 0;
  private isDrained = false;
  private waiting: Promise<void> | null = null;
  private goOn = () => {};

  constructor(
    private readonly stream: LegStream,
    private readonly format: Omit<ReadStream, 'startFragmentNumber'>,
    private readonly listener: StreamListener,
    private readonly tools: StreamTools,
  ) {
    const { startFragmentNumber } = stream;
    this.progress = new StreamProgress({
      ...format,
      ...(startFragmentNumber !== undefined && { startFragmentNumber }),
    });
    this.lastBytesAtMs = tools.clock.nowMs();
  }

  /** Reads from this wall clock on, or from the beginning of the call. Resolves when the reader is stopped. */
  async read(fromMs = this.stream.startedAtMs): Promise<void> {
    const { clock } = this.tools;
    for (let from = placeAt(fromMs); !this.isStopped; from = this.findPlace(from)) {
      await this.readSession(from);
      const waitMs = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(this.sessions, 10));
      await pause(clock, waitMs, this.stopping.signal);
    }
  }

  /** Whether audio waits at the service that should have come: reading is paused, catches up, or begins again after an error. */
  get isBehind(): boolean {
    if (this.isStopped || this.isDrained) return false;
    const nowMs = this.tools.clock.nowMs();
    if (this.waiting !== null || nowMs - this.brokenSinceMs < LONGEST_REPAIR_MS) return true;
    const untilMs = this.endsAtMs === undefined ? nowMs - LONGEST_DELAY_MS : this.endsAtMs - END_TOLERANCE_MS;
    return this.reachedMs < untilMs && nowMs - this.lastAudioAtMs < STILL_COMING_MS;
  }

  pauseReading(): void {
    this.waiting ??= new Promise((resolve) => (this.goOn = resolve));
  }

  resumeReading(): void {
    this.waiting = null;
    this.goOn();
  }

  /** The platform says that the stream ended then. */
  expectEnd(endsAtMs: number | undefined): void {
    this.endsAtMs = endsAtMs;
    this.reportEnd();
  }

  tick(): void {
    const { clock } = this.tools;
    if (this.waiting !== null) this.lastBytesAtMs = clock.nowMs();
    if (clock.nowMs() - this.lastBytesAtMs < LONGEST_SILENCE_MS) return;
    this.lastBytesAtMs = clock.nowMs();
    this.session.abort();
  }

  /** Passes on what waits for the tag of its call, and reads nothing more. */
  finish(): void {
    if (this.isStopped) return;
    this.listener.onParts(this.progress.flush());
    this.stop();
  }

  stop(): void {
    this.stopping.abort();
    this.session.abort();
    this.resumeReading();
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async readSession(from: StreamPlace): Promise<void> {
    const { streams } = this.tools;
    const media = new FragmentReader();
    this.session = new AbortController();
    this.progress.reopen();
    this.listener.onSession();
    this.sessions += 1;
    try {
      for await (const bytes of streams.readMedia(this.stream.arn, from, this.session.signal)) {
        if (this.isStopped) return;
        this.lastBytesAtMs = this.tools.clock.nowMs();
        const read = media.receiveBytes(bytes);
        if (!read.ok) return this.countError(new Error(read.error));
        this.receiveParts(this.progress.receiveParts(read.value));
        if (this.waiting !== null) await this.waiting;
      }
    } catch (error) {
      // A session that was silent for long was ended by us.
      if (!this.session.signal.aborted) this.countError(error);
    }
  }

  private countError(error: unknown): void {
    const { logger } = this.tools;
    logger.warn({ err: error, stream: this.stream.arn }, 'a session of Kinesis Video Streams broke; it begins anew');
    if (this.errors === 0) this.brokenSinceMs = this.tools.clock.nowMs();
    this.errors += 1;
    if (this.errors === ERRORS_UNTIL_REPORTED) this.listener.onUnreadable();
  }

  private receiveParts(parts: readonly StreamPart[]): void {
    if (parts.length === 0) return;
    this.sessions = 0;
    this.errors = 0;
    this.lastAudioAtMs = this.tools.clock.nowMs();
    this.brokenSinceMs = -Infinity;
    for (const part of parts)
      if (part.kind === 'audio') {
        const endSample = part.fromSample + part.samples.length / 2;
        this.reachedMs = Math.max(this.reachedMs, (endSample * 1_000) / this.format.sampleRateHz);
      }
    this.listener.onParts(parts);
    this.reportEnd();
  }

  private reportEnd(): void {
    if (this.endsAtMs === undefined || this.isDrained || this.reachedMs < this.endsAtMs - END_TOLERANCE_MS) return;
    this.isDrained = true;
    this.listener.onDrained();
  }

  private findPlace(before: StreamPlace): StreamPlace {
    const { lastFragmentNumber } = this.progress;
    return lastFragmentNumber === undefined ? before : { afterFragmentNumber: lastFragmentNumber };
  }
}

/** The selector for fragment numbers begins after its fragment, so the first one is found by its time. */
const placeAt = (fromMs: number | undefined): StreamPlace =>
  fromMs === undefined ? 'NOW' : { serverAtMs: fromMs - EARLIER_MS };
