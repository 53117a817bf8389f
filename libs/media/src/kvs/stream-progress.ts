import { msToSamples, samplesToMs } from '@earshot/domain';
import { compareFragmentNumbers, type FragmentPart } from './fragment-reader.js';

export interface ReadStream {
  /** The tag that says whose audio a fragment is. */
  readonly callTag: 'CallId' | 'ContactId';
  readonly platformCallId: string;
  readonly sampleRateHz: number;
  /** Fragments before it belong to an earlier call. */
  readonly startFragmentNumber?: string;
}

/** Audio in its place. `fromSample` counts samples since the Unix epoch by the clock of the producer. */
export interface PlacedAudio {
  readonly kind: 'audio';
  readonly trackName: string;
  readonly fromSample: number;
  readonly samples: Uint8Array;
}

/** `recycled`: the stream carries another call now, and nothing more of it belongs to this one. */
export type StreamPart = PlacedAudio | { readonly kind: 'recycled' };

/** 16-bit samples. */
const SAMPLE_BYTES = 2;
/** Producers round their times to milliseconds and their packets jitter. A larger hole is missing audio. */
const TOLERATED_LAG_MS = 100;
/** The most audio of one fragment that waits for the tag of its call: four minutes at 8 kHz. */
const MAX_HELD_BYTES = 4_194_304;
const MAX_TRACKS = 16;

interface Fragment {
  readonly number: string | undefined;
  readonly beginsAtMs: number | undefined;
  /** It was read before, or belongs to an earlier call. */
  readonly isSkipped: boolean;
  isEnded: boolean;
}

interface TrackRun {
  endSample: number;
  /** What is added to the time of the producer, which once ran slower than its samples. */
  shift: number;
}

type AudioPart = Extract<FragmentPart, { readonly kind: 'audio' }>;

/**
 * How far one stream was read, across the `GetMedia` sessions that read it. A fragment that was cut is read again, and its
 * samples that came before are dropped, so nothing is lost and nothing is doubled.
 */
export class StreamProgress {
  private lastFragment: string | undefined;
  /** Samples that were taken of the newest fragment, by track. */
  private taken = new Map<string, number>();
  private takenOf: string | undefined;
  /** Samples of the fragment that is read now, by track. */
  private readonly seen = new Map<string, number>();
  private readonly runs = new Map<string, TrackRun>();
  private current: Fragment | null = null;
  private held: AudioPart[] = [];
  private heldBytes = 0;
  private isConfirmed = false;
  private isForeign = false;
  private isRecycled = false;
  /** A fragment of the call had its tag. */
  private hasTags = false;

  constructor(private readonly stream: ReadStream) {}

  /** The last fragment that was read to its end; undefined: none yet. The next session begins after it. */
  get lastFragmentNumber(): string | undefined {
    return this.lastFragment;
  }

  /** A new session begins. Audio that still waited for its tag is read again. */
  reopen(): void {
    this.current = null;
    this.dropHeld();
    this.isConfirmed = false;
    this.isForeign = false;
  }

  receiveParts(parts: readonly FragmentPart[]): readonly StreamPart[] {
    const placed: StreamPart[] = [];
    for (const part of parts) {
      if (this.isRecycled) return placed;
      if (part.kind === 'tag') this.receiveTag(part.name, part.value, placed);
      else if (part.kind === 'fragment-started') this.startFragment(part, placed);
      else if (part.kind === 'audio') this.receiveAudio(part, placed);
      else this.endFragment();
    }
    return placed;
  }

  /** The call is over: passes on what still waits for its tag. In a stream with tags it is dropped: it may be of the next call. */
  flush(): readonly StreamPart[] {
    const placed: StreamPart[] = [];
    if (!this.isRecycled && !this.hasTags) this.releaseHeld(placed);
    return placed;
  }

  private receiveTag(name: string, value: string, placed: StreamPart[]): void {
    if (name !== this.stream.callTag) return;
    const isOwn = value === this.stream.platformCallId;
    this.hasTags ||= isOwn;
    if (this.held.length > 0) {
      // The tag follows its fragment.
      if (isOwn) this.releaseHeld(placed);
      else this.recycle(placed);
      return;
    }
    if (!isOwn && this.current?.isSkipped === true) return;
    this.isConfirmed = isOwn;
    this.isForeign = !isOwn;
  }

  private startFragment(part: Extract<FragmentPart, { kind: 'fragment-started' }>, placed: StreamPart[]): void {
    // No tag came for the fragment before, so this stream has none.
    this.releaseHeld(placed);
    const { number, producerAtMs, serverAtMs } = part;
    const isSkipped = number !== undefined && this.isBeforePlace(number);
    if (this.isForeign && !isSkipped) return this.recycle(placed);
    this.isForeign = false;
    this.current = { number, beginsAtMs: producerAtMs ?? serverAtMs, isSkipped, isEnded: false };
    this.seen.clear();
    if (isSkipped || (number !== undefined && number === this.takenOf)) return;
    this.takenOf = number;
    this.taken = new Map();
  }

  private isBeforePlace(number: string): boolean {
    const { startFragmentNumber } = this.stream;
    if (startFragmentNumber !== undefined && compareFragmentNumbers(number, startFragmentNumber) < 0) return true;
    return this.lastFragment !== undefined && compareFragmentNumbers(number, this.lastFragment) <= 0;
  }

  private receiveAudio(part: AudioPart, placed: StreamPart[]): void {
    if (this.current === null || this.current.isSkipped) return;
    if (this.heldBytes > MAX_HELD_BYTES) this.releaseHeld(placed);
    if (this.isConfirmed) return this.takeAudio(part, placed);
    this.held.push(part);
    this.heldBytes += part.samples.length;
  }

  private endFragment(): void {
    const { current } = this;
    this.isConfirmed = false;
    if (current === null || current.isSkipped) return;
    current.isEnded = true;
    if (this.held.length === 0) this.completeFragment(current);
  }

  private completeFragment({ number }: Fragment): void {
    if (number !== undefined) this.lastFragment = number;
  }

  private releaseHeld(placed: StreamPart[]): void {
    const { held, current } = this;
    if (held.length === 0) return;
    this.dropHeld();
    for (const part of held) this.takeAudio(part, placed);
    if (current?.isEnded === true) this.completeFragment(current);
  }

  private dropHeld(): void {
    this.held = [];
    this.heldBytes = 0;
  }

  private recycle(placed: StreamPart[]): void {
    this.isRecycled = true;
    this.dropHeld();
    placed.push({ kind: 'recycled' });
  }

  private takeAudio({ trackName, offsetMs, samples }: AudioPart, placed: StreamPart[]): void {
    const count = Math.floor(samples.length / SAMPLE_BYTES);
    const seen = this.seen.get(trackName) ?? 0;
    const taken = this.taken.get(trackName) ?? 0;
    const skipped = Math.min(count, Math.max(0, taken - seen));
    if (this.seen.size >= MAX_TRACKS && !this.seen.has(trackName)) return;
    this.seen.set(trackName, seen + count);
    if (skipped === count) return;
    this.taken.set(trackName, seen + count);
    const fromSample = this.place(trackName, offsetMs, skipped, count - skipped);
    if (fromSample === null) return;
    placed.push({ kind: 'audio', trackName, fromSample, samples: samples.subarray(skipped * SAMPLE_BYTES) });
  }

  /** The place of samples in the run of their track; null: nobody knows. */
  private place(trackName: string, offsetMs: number, skipped: number, count: number): number | null {
    const { sampleRateHz } = this.stream;
    const run = this.runs.get(trackName);
    const beginsAtMs = this.current?.beginsAtMs;
    if (beginsAtMs === undefined) {
      if (run === undefined) return null;
      return this.goOn(run, run.endSample, count);
    }
    const produced = Math.round(msToSamples(beginsAtMs + offsetMs, sampleRateHz)) + skipped;
    if (run === undefined) {
      this.runs.set(trackName, { endSample: produced + count, shift: 0 });
      return produced;
    }
    const lag = produced + run.shift - run.endSample;
    const lagMs = samplesToMs(lag, sampleRateHz);
    if (lagMs > TOLERATED_LAG_MS) return this.goOn(run, run.endSample + lag, count);
    // Audio is never cut because a clock was set back.
    if (lagMs < -TOLERATED_LAG_MS) run.shift -= lag;
    return this.goOn(run, run.endSample, count);
  }

  private goOn(run: TrackRun, fromSample: number, count: number): number {
    run.endSample = fromSample + count;
    return fromSample;
  }
}
