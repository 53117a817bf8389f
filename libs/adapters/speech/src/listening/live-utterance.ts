import type { SpeechSegmenter, Utterance } from './speech-segmenter.js';
import { windowsOf } from './speech-windows.js';
import { StablePartial } from './stable-partial.js';

/** The first partial comes this much sooner than later ones. A shorter utterance gets its final as soon. */
const FIRST = 0.8;
/** As long as nothing is shown, as the text of the last partial was empty or rubbish, the next one comes this much sooner. */
const UNSHOWN = 0.5;
/** A pause in the speech is a good moment for a partial, so one comes this much sooner there. */
const AT_PAUSE = 0.6;
/** The time between two partials grows with the audio that a partial decodes. */
const GROWTH = 0.125;
/** A shorter piece before a pause is decoded again with what follows, because words need their neighbours. */
const MIN_SETTLED_WINDOWS = windowsOf(1.5);
/** A longer piece without a pause is cut at its quietest place. Its words come later otherwise, as each partial decodes it whole. */
const MAX_STRETCH_WINDOWS = windowsOf(5);

/** What the listener sees, and how many words it takes back. */
export type ShownText = ReturnType<StablePartial['update']>;

/** What a partial decodes. */
export interface PartialStretch {
  readonly fromWindow: number;
  readonly samples: Int16Array;
  /** The utterance so far. */
  readonly utterance: Utterance;
  readonly endWindow: number;
  /** It ends in a pause or at a quiet place, so that the next partial begins there. */
  readonly isSettled: boolean;
}

/**
 * The text of the utterance in progress. A partial decodes only what follows the last pause, so that a long utterance costs no
 * more than a short one. The final decodes the whole utterance.
 */
export class LiveUtterance {
  private readonly partial = new StablePartial();
  /** The text up to `settledWindow`, which is not decoded again. */
  private settledText = '';
  private settledWindow: number | null = null;
  /** Whether anything of the utterance was shown. */
  isShown = false;
  /** Where the last partial ended. */
  private reachedWindow: number | null = null;

  /** Partials come `everySeconds`. */
  constructor(
    private readonly segmenter: SpeechSegmenter,
    private readonly everySeconds: number,
  ) {}

  /** Whether enough was spoken since the last partial. */
  isPartialDue(): boolean {
    const { segmenter, reachedWindow, everySeconds } = this;
    if (!segmenter.isInUtterance) return false;
    if (reachedWindow === null)
      return segmenter.speechEndWindow - segmenter.speechStartWindow >= windowsOf(everySeconds * FIRST);
    if (segmenter.speechEndWindow <= reachedWindow) return false;
    const passed = segmenter.nextWindow - reachedWindow;
    if (!this.isShown) return passed >= windowsOf(everySeconds * UNSHOWN);
    const decoded = reachedWindow - (this.settledWindow ?? segmenter.firstHeldWindow);
    return (
      passed >= Math.max(windowsOf(everySeconds), Math.round(decoded * GROWTH)) ||
      (segmenter.isInPause && passed >= windowsOf(everySeconds * AT_PAUSE))
    );
  }

  /** What a partial decodes now; null between utterances. */
  takeStretch(): PartialStretch | null {
    const utterance = this.segmenter.peek();
    if (utterance === null) return null;
    const fromWindow = this.settledWindow ?? this.segmenter.firstHeldWindow;
    const cutWindow = this.findCut(fromWindow);
    const endWindow = cutWindow ?? this.segmenter.nextWindow;
    this.reachedWindow = endWindow;
    return {
      fromWindow,
      samples: this.segmenter.samplesOf(fromWindow, endWindow),
      utterance,
      endWindow,
      isSettled: cutWindow !== null,
    };
  }

  /** The text to show when the stretch has this one. Null: `replace` overtook the stretch. */
  update(text: string, { fromWindow, endWindow, isSettled }: PartialStretch): ShownText | null {
    if (fromWindow !== (this.settledWindow ?? this.segmenter.firstHeldWindow)) return null;
    const all = joinTexts(this.settledText, text);
    if (isSettled) this.settle(all, endWindow);
    return this.partial.update(all);
  }

  /** Takes over the text of the whole utterance up to a window, and returns the text to show. */
  replace(text: string, endWindow: number): ShownText {
    this.settle(text, endWindow);
    this.reachedWindow = Math.max(this.reachedWindow ?? 0, endWindow);
    return this.partial.update(text);
  }

  private findCut(fromWindow: number): number | null {
    const pauseWindow = this.segmenter.findPause(fromWindow, MIN_SETTLED_WINDOWS);
    const isLong = this.segmenter.nextWindow - fromWindow > MAX_STRETCH_WINDOWS;
    return pauseWindow ?? (isLong ? this.segmenter.findQuietPlace(fromWindow + MIN_SETTLED_WINDOWS) : null);
  }

  private settle(text: string, window: number): void {
    this.settledText = text;
    this.settledWindow = window;
  }
}

/** A recogniser ends each piece as a sentence, so a full stop at a short pause says nothing. */
function joinTexts(before: string, after: string): string {
  if (before === '' || after === '') return before + after;
  return `${before.replace(/\.$/, '')} ${after}`;
}
