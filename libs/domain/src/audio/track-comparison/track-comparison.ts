import { compareWindow, type WindowVerdict } from './compare-window.js';
import { TrackLevels } from './track-levels.js';

/** What is wrong with two tracks. `IDENTICAL`: the same sound. `CROSS_TALK`: a voice is also heard on the other track. */
export type TrackFault = 'IDENTICAL' | 'CROSS_TALK';

/** Windows with speech that all have the same sound. */
const IDENTICAL_WINDOWS = 4;
/** Another level may be the leak of the only one who has spoken so far, so it takes longer. */
const IDENTICAL_WINDOWS_AT_OTHER_LEVEL = 12;
const SAME_LEVEL_DB = 4;
/** The difference of the levels stays the same for as long as the sound is the same. */
const STEADY_GAIN_DB = 4;
/** Of all windows with speech, this share is alike. */
const LEAST_IDENTICAL_SHARE = 0.9;
/** Windows in which one voice leaks, and their share of those that could show it. */
const LEAK_WINDOWS = 4;
const LEAST_LEAK_SHARE = 0.7;
/** Without any suspicion in a minute of speech, it looks at each fourth window only. */
const WATCHFUL_WINDOWS = 12;
const LATER_STEP = 4;
/** This many without a fault: the tracks are separate. */
const MOST_WINDOWS = 36;

/**
 * Finds out whether two tracks of a call are wired wrongly: the same sound on both, also with a delay of up to 200 ms and at another
 * level, or a voice that is heard on the other track, too. It compares levels, not words. Silence, music and tones
 * say nothing. It decides once, from speech of at least 20 s; its memory is fixed, and its work per second is bounded.
 */
export class TrackComparison {
  private readonly levels: TrackLevels;
  private nextSample: number | null = null;
  private isOver = false;
  private windows = 0;
  private skipped = 0;
  private readonly gains: number[] = [];
  /** For each direction: windows that could show a leak, and those that did. */
  private readonly judged = [0, 0];
  private readonly leaking = [0, 0];

  constructor(sampleRateHz: number) {
    this.levels = new TrackLevels(sampleRateHz);
  }

  /** Whether it needs no more audio. */
  get isDecided(): boolean {
    return this.isOver;
  }

  /**
   * Takes the samples of both tracks from `positionSample` on, as many of each. Returns the fault that they make certain; null:
   * none so far.
   */
  addAudio(one: Int16Array, other: Int16Array, positionSample: number): TrackFault | null {
    if (this.isOver) return null;
    if (this.nextSample !== positionSample) this.levels.restart();
    this.nextSample = positionSample + one.length;
    let fault: TrackFault | null = null;
    this.levels.add(one, other, () => {
      if (!this.maySkipWindow()) fault ??= this.judgeWindow(compareWindow(this.levels.one, this.levels.other));
    });
    this.isOver = fault !== null || this.windows >= MOST_WINDOWS;
    return fault;
  }

  private maySkipWindow(): boolean {
    const isSuspicious = this.gains.length + (this.leaking[0] ?? 0) + (this.leaking[1] ?? 0) > 0;
    if (this.windows < WATCHFUL_WINDOWS || isSuspicious) return false;
    this.skipped = (this.skipped + 1) % LATER_STEP;
    return this.skipped !== 0;
  }

  private judgeWindow({ isSpeech, sameGainDb, leaks }: WindowVerdict): TrackFault | null {
    if (!isSpeech) return null;
    this.windows += 1;
    if (sameGainDb !== null) this.gains.push(sameGainDb);
    for (const direction of [0, 1] as const) {
      if (leaks[direction] !== null) this.judged[direction] = (this.judged[direction] ?? 0) + 1;
      if (leaks[direction] === true) this.leaking[direction] = (this.leaking[direction] ?? 0) + 1;
    }
    if (this.areAlike()) return this.hasEnoughAlike() ? 'IDENTICAL' : null;
    return this.isLeaking(0) || this.isLeaking(1) ? 'CROSS_TALK' : null;
  }

  /** So far, the same sound at the same difference of levels was on both tracks. */
  private areAlike(): boolean {
    const isSteady = Math.max(...this.gains) - Math.min(...this.gains) <= 2 * STEADY_GAIN_DB;
    return this.gains.length >= LEAST_IDENTICAL_SHARE * this.windows && isSteady;
  }

  private hasEnoughAlike(): boolean {
    const isSameLevel = this.gains.every((gainDb) => Math.abs(gainDb) <= SAME_LEVEL_DB);
    return this.gains.length >= (isSameLevel ? IDENTICAL_WINDOWS : IDENTICAL_WINDOWS_AT_OTHER_LEVEL);
  }

  private isLeaking(direction: 0 | 1): boolean {
    const [judged = 0, leaking = 0] = [this.judged[direction], this.leaking[direction]];
    return leaking >= LEAK_WINDOWS && leaking >= LEAST_LEAK_SHARE * judged;
  }
}
