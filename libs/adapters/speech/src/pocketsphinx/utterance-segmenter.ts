/** The rate of the model. */
export const SAMPLE_RATE_HZ = 16_000;
export const FRAME_MS = 10;
const FRAME_SAMPLES = (SAMPLE_RATE_HZ * FRAME_MS) / 1_000;

/** Frames kept before the first and after the last loud frame: quiet first sounds, and silence that the recogniser needs. */
const MARGIN_FRAMES = 30;
const START_WINDOW_FRAMES = 8;
const START_LOUD_FRAMES = 5;
const END_QUIET_FRAMES = 60;
const MIN_LOUD_FRAMES = 12;
/** Longer speech is cut at the quietest frame of its last part, so that its words come while the speaker goes on. */
const MAX_UTTERANCE_FRAMES = 1_200;
const CUT_SEARCH_FRAMES = 300;

const ABOVE_NOISE_DB = 9;
const LOWEST_SPEECH_DB = -52;
const HIGHEST_NOISE_DB = -35;
const NOISE_RISE_DB_PER_FRAME = 0.03;

/** Speech between two pauses, with its margins. */
export interface SpokenSpan {
  /** Position of the first sample in the pushed audio. */
  readonly startSample: number;
  readonly samples: Int16Array;
}

interface Frame {
  readonly samples: Int16Array;
  readonly levelDb: number;
  readonly loud: boolean;
}

/**
 * Cuts one track of 16 kHz audio into spoken spans by its level above the noise, in frames of 10 ms. Spans do not overlap.
 * The size of the pushes does not matter. It holds at most one span.
 */
export class UtteranceSegmenter {
  private rest: Int16Array = new Int16Array(0);
  private frames: Frame[] = [];
  /** Number of the first held frame since the beginning. */
  private firstFrame = 0;
  private speaking = false;
  private noiseDb = HIGHEST_NOISE_DB;

  /** Later spans begin at or after this sample. */
  get settledSample(): number {
    const undecided = MARGIN_FRAMES + START_WINDOW_FRAMES;
    const frame = this.speaking
      ? this.firstFrame
      : Math.max(this.firstFrame, this.firstFrame + this.frames.length - undecided);
    return frame * FRAME_SAMPLES;
  }

  /** Adds audio and returns the spans that it completes. */
  push(samples: Int16Array): SpokenSpan[] {
    const spans: SpokenSpan[] = [];
    const joined = join([this.rest, samples]);
    const whole = joined.length - (joined.length % FRAME_SAMPLES);
    for (let at = 0; at < whole; at += FRAME_SAMPLES) {
      const span = this.addFrame(joined.subarray(at, at + FRAME_SAMPLES));
      if (span !== null) spans.push(span);
    }
    this.rest = joined.slice(whole);
    return spans;
  }

  /** Returns the span in progress, as if silence followed. */
  flush(): SpokenSpan | null {
    return this.speaking ? this.cut(this.frames.length) : null;
  }

  private addFrame(samples: Int16Array): SpokenSpan | null {
    const levelDb = levelOf(samples);
    const loud = levelDb > Math.max(this.noiseDb + ABOVE_NOISE_DB, LOWEST_SPEECH_DB);
    // The estimate falls at once and rises slowly, so pauses between words keep it at the noise during long speech.
    this.noiseDb = Math.min(
      HIGHEST_NOISE_DB,
      levelDb < this.noiseDb ? (this.noiseDb + levelDb) / 2 : this.noiseDb + NOISE_RISE_DB_PER_FRAME,
    );
    this.frames.push({ samples, levelDb, loud });
    if (this.speaking) return this.whileSpeaking();
    this.whileQuiet();
    return null;
  }

  private whileQuiet(): void {
    const loudFrames = this.frames.slice(-START_WINDOW_FRAMES).filter((frame) => frame.loud).length;
    this.speaking = loudFrames >= START_LOUD_FRAMES;
    const surplus = this.frames.length - MARGIN_FRAMES - START_WINDOW_FRAMES;
    if (surplus > 0) this.drop(surplus);
  }

  private whileSpeaking(): SpokenSpan | null {
    if (this.frames.length >= MAX_UTTERANCE_FRAMES) return this.cut(quietestFrame(this.frames), true);
    const quietFrames = this.frames.length - 1 - this.frames.findLastIndex((frame) => frame.loud);
    return quietFrames < END_QUIET_FRAMES ? null : this.cut(this.frames.length - END_QUIET_FRAMES + MARGIN_FRAMES);
  }

  private cut(length: number, isStillSpeaking = false): SpokenSpan | null {
    const spoken = this.frames.slice(0, length);
    const startSample = this.firstFrame * FRAME_SAMPLES;
    this.drop(length);
    this.speaking = isStillSpeaking;
    // A click or a breath is not speech.
    if (spoken.filter((frame) => frame.loud).length < MIN_LOUD_FRAMES) return null;
    return { startSample, samples: join(spoken.map((frame) => frame.samples)) };
  }

  private drop(count: number): void {
    this.frames.splice(0, count);
    this.firstFrame += count;
  }
}

/** Level of a frame in dB of full scale. */
function levelOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / samples.length / 32_768 ** 2 + 1e-10);
}

function quietestFrame(frames: readonly Frame[]): number {
  let quietest = frames.length - CUT_SEARCH_FRAMES;
  for (let at = quietest; at < frames.length; at += 1) {
    if ((frames[at]?.levelDb ?? 0) < (frames[quietest]?.levelDb ?? 0)) quietest = at;
  }
  return quietest;
}

function join(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
