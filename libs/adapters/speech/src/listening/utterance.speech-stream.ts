import { samplesToMs } from '@earshot/domain';
import type { SpeechStreamOptions } from '@earshot/ports';
import { EngineStream } from '../engine-stream.js';
import { EarlyFinal } from './early-final.js';
import { estimateWords } from './estimate-words.js';
import { isRubbish, isWordless } from './is-rubbish.js';
import type { Detection } from './listening-protocol.js';
import { placeWords } from './place-words.js';
import { LiveUtterance, type PartialStretch, type ShownText } from './live-utterance.js';
import { describeSpeech, timesOf } from './describe-speech.js';
import { SILENCE_WINDOWS, SpeechSegmenter, type Utterance } from './speech-segmenter.js';
import { SAMPLE_RATE_HZ, WINDOW_SAMPLES } from './speech-windows.js';
import type { UtteranceEngine } from './utterance-engine.js';
import type { RecognizedUtterance, UtteranceRecognizer } from './utterance-recognizer.js';

/** Audio that may wait for the detector, and speech that may wait for the recogniser, before `write` waits. */
const MAX_UNDETECTED_SAMPLES = 2 * SAMPLE_RATE_HZ;
const MAX_UNDECODED_SAMPLES = 30 * SAMPLE_RATE_HZ;
/** The detector gets pieces of at most this length, so that the turns of the calls are short. */
const PIECE_SAMPLES = 6 * WINDOW_SAMPLES;
/** After a crash, speech in progress goes on until the new detector has had time to hear it. */
const BRIDGED_WINDOWS = SILENCE_WINDOWS;
const COVERED_EVERY_MS = 2_000;
const toMs = (samples: number) => samplesToMs(samples, SAMPLE_RATE_HZ);

/** Cuts one track into utterances, decodes them and emits their words in order. */
export class UtteranceSpeechStream extends EngineStream {
  private readonly id: number;
  /** Nobody waits for partials of recorded audio. */
  private readonly givesPartials: boolean;
  private readonly segmenter = new SpeechSegmenter();
  private rest: Int16Array = new Int16Array(0);
  /** Utterances whose final is not emitted yet, oldest first. */
  private readonly undecoded: Utterance[] = [];
  private live: LiveUtterance;
  private early: EarlyFinal | null = null;
  /** Partials, and early finals that serve as one, which are not decoded yet. */
  private awaitedPartials = 0;
  private bridgedWindows = 0;
  private undetectedSamples = 0;
  /** Jobs that wait or run, and those that run. */
  private jobs = 0;
  private startedJobs = 0;
  /** Settle when the detector, then the recogniser, are through with everything so far. They never reject. */
  private detected: Promise<void> = Promise.resolve();
  private emitted: Promise<void> = Promise.resolve();

  constructor(
    options: SpeechStreamOptions,
    private readonly engine: UtteranceEngine,
    private readonly recognizer: UtteranceRecognizer,
  ) {
    super(options);
    this.id = engine.detector.addStream();
    this.live = new LiveUtterance(this.segmenter, recognizer.partialEverySeconds);
    this.givesPartials = recognizer.givesPartials && options.isRecorded !== true;
  }

  waitsForTurn(): boolean {
    return !this.isClosed && this.jobs > 0 && this.startedJobs === 0;
  }

  protected accept(samples: Int16Array): void {
    const joined = new Int16Array(this.rest.length + samples.length);
    joined.set(this.rest);
    joined.set(samples, this.rest.length);
    const whole = joined.length - (joined.length % WINDOW_SAMPLES);
    for (let at = 0; at < whole; at += PIECE_SAMPLES)
      this.detect(joined.slice(at, Math.min(at + PIECE_SAMPLES, whole)));
    this.rest = joined.slice(whole);
  }

  protected isFull(): boolean {
    if (this.undetectedSamples > MAX_UNDETECTED_SAMPLES) return true;
    return this.undecoded.reduce((sum, { samples }) => sum + samples.length, 0) > MAX_UNDECODED_SAMPLES;
  }

  protected async drain(): Promise<void> {
    await this.detected;
    if (!this.isClosed) {
      const last = this.segmenter.flush(this.rest);
      if (last !== null) this.decode(last);
    }
    await this.emitted;
  }

  protected release(): void {
    this.engine.detector.removeStream(this.id);
  }

  private detect(samples: Int16Array): void {
    this.undetectedSamples += samples.length;
    const answer = this.track((onStart) =>
      this.engine.detector.detect(this.id, { owner: this.options, samples, onStart }),
    );
    this.detected = Promise.all([answer, this.detected]).then(
      ([detection]) => this.takeWindows(samples, detection),
      (cause: unknown) => this.fail(this.engine.toFailure(cause)),
    );
  }

  private takeWindows(samples: Int16Array, { isSpeech, isFresh }: Detection): void {
    if (this.isClosed) return;
    this.undetectedSamples -= samples.length;
    if (isFresh && this.segmenter.isInUtterance) this.bridgedWindows = BRIDGED_WINDOWS;
    for (const [n, answer] of isSpeech.entries()) {
      const window = samples.subarray(n * WINDOW_SAMPLES, (n + 1) * WINDOW_SAMPLES);
      const utterance = this.segmenter.push(window, answer === 1 || this.bridgedWindows > 0);
      if (this.bridgedWindows > 0) this.bridgedWindows -= 1;
      if (utterance !== null) this.decode(utterance);
    }
    this.decodeEarly();
    this.decodePartial();
    this.coverAfter(COVERED_EVERY_MS);
    this.wakeWaiting();
  }

  private decode(utterance: Utterance): void {
    this.undecoded.push(utterance);
    const { isShown } = this.live;
    this.live = new LiveUtterance(this.segmenter, this.recognizer.partialEverySeconds);
    const decoded = this.takeEarly(utterance) ?? this.decodeFinal(utterance, () => true);
    this.emitted = Promise.all([decoded, this.emitted]).then(
      ([recognized]) => this.emitFinal(utterance, recognized, isShown),
      (cause: unknown) => this.fail(this.engine.toFailure(cause)),
    );
  }

  private decodeFinal({ samples }: Utterance, isNeeded: () => boolean): Promise<RecognizedUtterance> {
    const isWanted = () => !this.isClosed && isNeeded();
    return this.track((onStart) => this.recognizer.decode({ owner: this.options, samples, onStart, isWanted }));
  }

  /**
   * Decodes the utterance in progress once its padding is there, while the detector still waits for the end of the silence. If
   * the speaker goes on, the text serves as a partial.
   */
  private decodeEarly(): void {
    if (!this.givesPartials || !this.segmenter.isPadded) return this.dropEarly();
    const utterance = this.early === null ? this.segmenter.peek() : null;
    if (utterance === null) return;
    this.early = new EarlyFinal(utterance, (isWanted) => this.decodeFinal(utterance, isWanted));
  }

  private dropEarly(): void {
    const { early, live } = this;
    if (early === null) return;
    this.early = null;
    early.drop();
    // The next partial begins where this text ends.
    this.awaitedPartials += 1;
    const show = ({ text, language }: RecognizedUtterance) => {
      this.awaitedPartials -= 1;
      if (this.isClosed || live !== this.live || text === '' || isRubbish(describeSpeech(early.utterance, text)))
        return;
      this.emitPartial(early.utterance, live.replace(text, early.endWindow), language);
    };
    void early.decoded.then(show, () => (this.awaitedPartials -= 1));
  }

  private takeEarly(utterance: Utterance): Promise<RecognizedUtterance> | null {
    const { early } = this;
    this.early = null;
    return early?.takeFor(utterance) ?? null;
  }

  /** A partial waits for the finals before it. It decodes what was spoken when its turn comes. */
  private decodePartial(): void {
    const { live } = this;
    if (!this.givesPartials || this.awaitedPartials > 0 || this.early !== null) return;
    if (this.undecoded.length > 0 || this.isEnding || !live.isPartialDue()) return;
    this.awaitedPartials += 1;
    let stretch: PartialStretch | null = null;
    const work = {
      owner: this.options,
      get samples() {
        stretch ??= live.takeStretch();
        return stretch?.samples ?? new Int16Array(0);
      },
      isFirst: !live.isShown,
      onStart: () => undefined,
      // The final of an utterance that ended is on the way.
      isWanted: () => !this.isClosed && live === this.live && this.early === null,
    };
    void this.recognizer.decodePartial(work).then((recognized) => {
      this.awaitedPartials -= 1;
      if (recognized === null || stretch === null || this.isClosed || live !== this.live) return;
      const shown = live.update(recognized.text, stretch);
      if (shown !== null && !isRubbish(describeSpeech(stretch.utterance, shown.text)))
        this.emitPartial(stretch.utterance, shown, recognized.language);
      this.decodePartial();
    });
  }

  private emitPartial(utterance: Utterance, shown: ShownText, language: string | undefined): void {
    this.live.isShown = true;
    this.engine.counters.partials.add();
    if (shown.takenBack > 0) this.engine.counters.takenBackWords.add(shown.takenBack);
    // The shown text may keep words of earlier partials, so the times of this one do not fit it.
    this.emitWords(utterance, { text: shown.text, language }, false);
  }

  private emitFinal(utterance: Utterance, recognized: RecognizedUtterance, isShown: boolean): void {
    if (this.isClosed) return;
    this.undecoded.shift();
    const speech = describeSpeech(utterance, recognized.text);
    const hasWords = !isRubbish(speech);
    if (!hasWords && recognized.text !== '') this.engine.counters.rubbish.add();
    // Rubbish is not emitted, but an empty final withdraws the partials that were shown of it.
    if (hasWords) this.emitWords(utterance, recognized, true);
    else if (isShown) this.emitWords(utterance, { text: '', language: recognized.language }, true);
    if (!hasWords && isWordless(speech)) this.options.onResult({ kind: 'wordless', ...timesOf(utterance) });
    this.coverAfter(0);
    this.wakeWaiting();
  }

  private emitWords(utterance: Utterance, recognized: RecognizedUtterance, isFinal: boolean): void {
    const { text, language } = recognized;
    const { startMs, endMs } = timesOf(utterance);
    const placed = placeWords(recognized.words ?? [], toMs(utterance.startSample), startMs, endMs);
    this.options.onResult({
      kind: 'words',
      isFinal,
      startMs,
      endMs,
      text,
      words: placed.length > 0 ? placed : estimateWords(text, startMs, endMs),
      areWordTimesEstimated: placed.length === 0,
      language,
    });
  }

  private coverAfter(everyMs: number): void {
    this.emitCovered(toMs(this.undecoded[0]?.startSample ?? this.segmenter.settledSample), everyMs);
  }

  private async track<Answer>(begin: (onStart: () => void) => Promise<Answer>): Promise<Answer> {
    let hasStarted = false;
    this.jobs += 1;
    try {
      return await begin(() => {
        hasStarted = true;
        this.startedJobs += 1;
      });
    } finally {
      this.jobs -= 1;
      if (hasStarted) this.startedJobs -= 1;
    }
  }
}
