import { findSpeechStart } from './find-speech-start.js';
import { WINDOW_SAMPLES, windowsOf } from './speech-windows.js';

/** Silence that ends an utterance. */
export const SILENCE_WINDOWS = windowsOf(0.5);
/** Audio kept before speech. Without it, first words are lost. */
const PAD_WINDOWS = windowsOf(0.3);
/** Audio kept after speech. The final is decoded once it is there, so more of it makes every final later. */
const END_PAD_WINDOWS = windowsOf(0.2);
/** Audio kept before speech that begins earlier than the detector says. */
const START_PAD_WINDOWS = windowsOf(0.1);
/** Windows of speech in a row that begin an utterance. Fewer are a click. */
const ONSET_ANSWERS = 4;
/** The detector is sure of speech in its second window. */
const ONSET_WINDOWS = ONSET_ANSWERS + 1;
/** Audio before the detector's first answer that may belong to the speech. */
const LEAD_WINDOWS = windowsOf(1.5);
/** Silence this short lies between words or within one, so a cut in a longer one cuts no word. */
const PAUSE_WINDOWS = 3;
/** Longer speech is cut at the quietest place of its last part, so that its words come while the speaker goes on. */
const MAX_WINDOWS = windowsOf(12);
const CUT_SEARCH_WINDOWS = windowsOf(4);
/**
 * Longer speech is cut in a pause that has room for the padding, because the next words would wait while the whole is decoded.
 * Then the cut at the quietest place seldom comes.
 */
const CUT_FROM_WINDOWS = windowsOf(8);
/** Windows on each side that count for the level at a place, so that a cut falls into a pause and not between two beats. */
const LEVEL_REACH = 1;

/** Speech between two pauses, with its padding. */
export interface Utterance {
  /** Position of the first sample in the pushed audio. */
  readonly startSample: number;
  readonly samples: Int16Array;
  /** Where the speech without its padding lies in `samples`. */
  readonly speech: { readonly from: number; readonly to: number };
}

interface Window {
  readonly samples: Int16Array;
  readonly level: number;
  readonly isSpeech: boolean;
}

/**
 * Cuts one track into utterances by the detector's answer for each window. Utterances do not overlap. It holds at most one
 * utterance and the padding before the next one.
 */
export class SpeechSegmenter {
  private windows: Window[] = [];
  /** Number of the first held window since the beginning. */
  private firstWindow = 0;
  private isSpeaking = false;
  /** Windows of speech in a row before an utterance, and of silence in a row within it. */
  private onsetAnswers = 0;
  private silentWindows = 0;
  /** Held windows before the speech. A cut leaves none. */
  private leadWindows = 0;

  /** Later utterances begin at or after this sample. */
  get settledSample(): number {
    return this.firstWindow * WINDOW_SAMPLES;
  }

  /** Whether an utterance is in progress. */
  get isInUtterance(): boolean {
    return this.isSpeaking;
  }

  /** Whether the speaker of the utterance in progress pauses between words. */
  get isInPause(): boolean {
    return this.silentWindows >= PAUSE_WINDOWS;
  }

  /** Whether the padding after the speech is there. If nobody speaks on, the utterance in progress is what `peek` gives. */
  get isPadded(): boolean {
    return this.isSpeaking && this.silentWindows >= END_PAD_WINDOWS;
  }

  get firstHeldWindow(): number {
    return this.firstWindow;
  }

  /** The window after the last one that was pushed. */
  get nextWindow(): number {
    return this.firstWindow + this.windows.length;
  }

  /** The window after the last speech. */
  get speechEndWindow(): number {
    return this.nextWindow - this.silentWindows;
  }

  /** The first window of the speech in progress, without its padding. */
  get speechStartWindow(): number {
    return this.firstWindow + this.leadWindows;
  }

  /** Adds a window with the detector's answer, and returns the utterance that it completes. */
  push(samples: Int16Array, isSpeech: boolean): Utterance | null {
    this.windows.push({ samples, level: levelOf(samples), isSpeech });
    if (!this.isSpeaking) {
      this.onsetAnswers = isSpeech ? this.onsetAnswers + 1 : 0;
      if (this.onsetAnswers >= ONSET_ANSWERS) this.begin();
      else this.drop(this.windows.length - LEAD_WINDOWS - ONSET_WINDOWS);
      return null;
    }
    const pausedWindows = this.silentWindows;
    this.silentWindows = isSpeech ? 0 : pausedWindows + 1;
    if (this.silentWindows >= SILENCE_WINDOWS) return this.end();
    if (isSpeech && pausedWindows >= END_PAD_WINDOWS && this.windows.length >= CUT_FROM_WINDOWS) {
      return this.cutAfter(this.windows.length - 1 - pausedWindows, pausedWindows);
    }
    return this.windows.length >= MAX_WINDOWS ? this.cutAtQuietPlace() : null;
  }

  /** The utterance in progress as it ends if nobody speaks on; null between utterances. */
  peek(): Utterance | null {
    return this.isSpeaking ? this.utteranceOf(...this.bounds()) : null;
  }

  /** The middle of the last pause that leaves `minWindows` windows since window `from`; null without one. */
  findPause(from: number, minWindows: number): number | null {
    let silent = 0;
    for (let at = this.windows.length - 1; at >= Math.max(0, from + minWindows - this.firstWindow); at -= 1) {
      silent = this.windows[at]?.isSpeech === false ? silent + 1 : 0;
      if (silent >= PAUSE_WINDOWS) return this.firstWindow + at + Math.floor(silent / 2);
    }
    return null;
  }

  /** The quietest place after window `from`, which lies between two words more often than not. */
  findQuietPlace(from: number): number {
    return this.firstWindow + this.quietestWindow(from - this.firstWindow);
  }

  /** The held samples between two windows. */
  samplesOf(from: number, to: number): Int16Array {
    const held = this.windows.slice(from - this.firstWindow, to - this.firstWindow);
    return join(held.map(({ samples }) => samples));
  }

  /** Ends the audio with samples that fill no window, and returns the utterance in progress. */
  flush(rest: Int16Array): Utterance | null {
    if (!this.isSpeaking) return null;
    this.windows.push({ samples: rest, level: 0, isSpeech: this.silentWindows === 0 });
    if (this.silentWindows > 0) this.silentWindows += 1;
    return this.take(...this.bounds());
  }

  private begin(): void {
    this.isSpeaking = true;
    this.onsetAnswers = 0;
    this.silentWindows = 0;
    const onset = Math.max(0, this.windows.length - ONSET_WINDOWS);
    const start = findSpeechStart(
      this.windows.map(({ level }) => level),
      onset,
    );
    const dropped = Math.max(0, Math.min(onset - PAD_WINDOWS, start - START_PAD_WINDOWS));
    this.drop(dropped);
    this.leadWindows = start - dropped;
  }

  private end(): Utterance {
    const utterance = this.take(...this.bounds());
    this.isSpeaking = false;
    return utterance;
  }

  /** Windows of the utterance in progress with its padding, and up to the end of its speech. */
  private bounds(): [length: number, speechEnd: number] {
    const speechEnd = Math.max(1, this.windows.length - this.silentWindows);
    return [Math.min(this.windows.length, speechEnd + END_PAD_WINDOWS), speechEnd];
  }

  /** Cuts in the pause that follows the speech: after its padding, or in the middle of a shorter pause. The next words need theirs. */
  private cutAfter(speechEnd: number, pausedWindows: number): Utterance {
    const kept = Math.min(END_PAD_WINDOWS, Math.floor(pausedWindows / 2));
    const utterance = this.take(speechEnd + kept, speechEnd);
    this.leadWindows = pausedWindows - kept;
    return utterance;
  }

  private cutAtQuietPlace(): Utterance {
    const at = this.quietestWindow(this.windows.length - CUT_SEARCH_WINDOWS);
    const utterance = this.take(at, at);
    this.leadWindows = 0;
    return utterance;
  }

  private quietestWindow(from: number): number {
    let quietest = { at: this.windows.length, level: Infinity };
    for (let at = from; at < this.windows.length - LEVEL_REACH; at += 1) {
      let level = 0;
      for (let near = at - LEVEL_REACH; near <= at + LEVEL_REACH; near += 1) level += this.windows[near]?.level ?? 0;
      if (level < quietest.level) quietest = { at, level };
    }
    return quietest.at;
  }

  private take(length: number, speechEnd: number): Utterance {
    const utterance = this.utteranceOf(length, speechEnd);
    this.drop(length);
    return utterance;
  }

  private utteranceOf(length: number, speechEnd: number): Utterance {
    const samples = join(this.windows.slice(0, length).map((window) => window.samples));
    return {
      startSample: this.settledSample,
      samples,
      speech: {
        from: Math.min(this.leadWindows * WINDOW_SAMPLES, samples.length),
        to: Math.min(speechEnd * WINDOW_SAMPLES, samples.length),
      },
    };
  }

  private drop(count: number): void {
    if (count <= 0) return;
    this.windows.splice(0, count);
    this.firstWindow += count;
  }
}

/** Root mean square of a window, from 0 to 1. */
export function levelOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length) / 32_768;
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
