import { WINDOW_SAMPLES, windowsOf } from './speech-windows.js';

/** Silence that the detector waits for before it ends speech. The worker configures the detector with it. */
export const SILENCE_SECONDS = 0.5;
/** The detector needs this much speech, and two windows, before it says so. The worker configures the detector with it. */
export const ONSET_SECONDS = 0.1;
/** Audio kept before and after speech. Without it, first words are lost. */
const PAD_WINDOWS = windowsOf(0.3);
const ONSET_WINDOWS = windowsOf(ONSET_SECONDS) + 2;
const SILENCE_WINDOWS = windowsOf(SILENCE_SECONDS);
/** Longer speech is cut at the quietest place of its last part, so that its words come while the speaker goes on. */
const MAX_WINDOWS = windowsOf(12);
const CUT_SEARCH_WINDOWS = windowsOf(4);
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
  /** Held windows before the speech. A cut leaves none. */
  private leadWindows = 0;

  /** Later utterances begin at or after this sample. */
  get settledSample(): number {
    return this.firstWindow * WINDOW_SAMPLES;
  }

  /** Windows of the utterance in progress; 0 between utterances. */
  get spokenWindows(): number {
    return this.isSpeaking ? this.windows.length : 0;
  }

  /** Adds a window with the detector's answer, and returns the utterance that it completes. */
  push(samples: Int16Array, isSpeech: boolean): Utterance | null {
    this.windows.push({ samples, level: levelOf(samples) });
    if (!this.isSpeaking) {
      if (isSpeech) this.begin();
      else this.drop(this.windows.length - PAD_WINDOWS - ONSET_WINDOWS);
      return null;
    }
    if (!isSpeech) return this.end();
    return this.windows.length >= MAX_WINDOWS ? this.cutInPause() : null;
  }

  /** The utterance in progress, as far as it was pushed; null between utterances. */
  peek(): Utterance | null {
    return this.isSpeaking ? this.utteranceOf(this.windows.length, this.windows.length) : null;
  }

  /** Ends the audio with samples that fill no window, and returns the utterance in progress. */
  flush(rest: Int16Array): Utterance | null {
    if (!this.isSpeaking) return null;
    this.windows.push({ samples: rest, level: 0 });
    return this.take(this.windows.length, this.windows.length);
  }

  private begin(): void {
    this.isSpeaking = true;
    this.drop(this.windows.length - PAD_WINDOWS - ONSET_WINDOWS);
    this.leadWindows = Math.max(0, Math.min(PAD_WINDOWS, this.windows.length - ONSET_WINDOWS));
  }

  private end(): Utterance {
    const speechEnd = Math.max(1, this.windows.length - SILENCE_WINDOWS);
    const utterance = this.take(Math.min(this.windows.length, speechEnd + PAD_WINDOWS), speechEnd);
    this.isSpeaking = false;
    return utterance;
  }

  private cutInPause(): Utterance {
    const at = this.quietestWindow();
    const utterance = this.take(at, at);
    this.leadWindows = 0;
    return utterance;
  }

  private quietestWindow(): number {
    const from = this.windows.length - CUT_SEARCH_WINDOWS;
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
