import {
  Coverage,
  msToSamples,
  samplesToMs,
  SegmentAssembler,
  type SampleSpan,
  type SpeakerLookup,
} from '@earshot/domain';
import type { ParticipantRole } from '@earshot/contracts';
import type { SpeechResult, TrackProgress, UntranscribedSpan } from '@earshot/ports';
import type { CallPublisher } from '../publish/call-publisher.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';
import { mayBeRecorded, reasonOfGap, type GapCause } from './gap-reason.js';

export interface ResultAssemblyOptions {
  readonly sampleRateHz: number;
  /** Revisions of this owner begin here. */
  readonly firstRevision: number;
  /** Off for recorded audio: nobody waits for its words. */
  readonly publishesPartials: boolean;
}

/** The part of an engine run that the spans it covered need. */
export interface PricedEngine {
  readonly engineName: string;
  readonly pricePerMinute?: number | undefined;
}

/** The part of an engine run that its results need. */
export interface ResultSource extends PricedEngine {
  readonly startMs: number;
  /** Call-clock position of a time that the engine gave. */
  sampleAt(engineMs: number): number;
}

/** Silence is published as covered in spans of at least this length. */
const COVERED_SPAN_MS = 5_000;

/** Turns the results of one track's engine runs into segments, covered spans and gaps. The spans and gaps touch. */
export class ResultAssembly {
  private readonly coverage: Coverage;
  private readonly segments: SegmentAssembler;
  private beginsNewStint: boolean;

  constructor(
    private readonly begin: TrackProgress,
    private readonly options: ResultAssemblyOptions,
    private readonly publisher: CallPublisher,
    private readonly metrics: TranscriptionMetrics,
    private readonly speakers: SpeakerLookup,
  ) {
    this.coverage = new Coverage(begin.transcribedSample);
    this.segments = new SegmentAssembler(begin.track, speakers, options.firstRevision, begin);
    this.beginsNewStint = begin.isNewStint;
  }

  /** End of the audio that is transcribed or given up. The next run begins here. */
  get transcribedSample(): number {
    return this.coverage.coveredSample;
  }

  /** Results wait for the bus or for the store. */
  get isCongested(): boolean {
    return this.publisher.isCongested;
  }

  waitForRoom(): Promise<void> {
    return this.publisher.waitForRoom();
  }

  /** A run begins at a position; after a gap a new stint begins there. */
  beginRun(startSample: number): void {
    if (this.beginsNewStint) this.segments.beginStint(this.msAt(startSample));
    this.beginsNewStint = false;
  }

  /** Role of the participant who is on the track at a position. */
  roleAt(sample: number): ParticipantRole {
    return this.speakers.speakerAt(this.msAt(sample)).role;
  }

  /** Publishes a result. Returns whether more audio is transcribed than before. */
  addResult(result: SpeechResult, run: ResultSource, nowMs: number): boolean {
    this.metrics.countResult(run.engineName, result);
    if (result.kind === 'category') {
      this.addCategory(result, run);
      return false;
    }
    if (result.kind === 'wordless') {
      this.addWordless(result, run);
      return false;
    }
    if (result.kind === 'covered') {
      const isMore = this.coverage.coverUntil(run.sampleAt(result.toMs));
      if (isMore) this.publishCovered(run, msToSamples(COVERED_SPAN_MS, this.options.sampleRateHz));
      return isMore;
    }
    if (!result.isFinal && !this.options.publishesPartials) return false;
    return this.addWords(result, run, nowMs);
  }

  private addWords(result: Extract<SpeechResult, { kind: 'words' }>, run: ResultSource, nowMs: number): boolean {
    const place = { startMs: run.startMs, engine: run.engineName };
    const segment = this.segments.accept(result, place, nowMs);
    if (!result.isFinal) {
      if (segment !== null) this.publisher.publishPartial(segment);
      return false;
    }
    const isMore = this.coverage.coverUntil(run.sampleAt(result.endMs));
    if (segment?.isPartial === true) this.publisher.publishPartial(segment);
    if (segment === null || segment.isPartial) this.publishCovered(run);
    else this.publisher.publishFinal(segment, this.takeCovered(run), this.position(false));
    return isMore;
  }

  /** The engine processed everything before a position. Returns whether more audio is transcribed than before. */
  endRun(run: PricedEngine, writtenSample: number): boolean {
    const isMore = this.coverage.coverUntil(writtenSample);
    this.publishCovered(run);
    return isMore;
  }

  /** Publishes the span that an engine covered, if it is long enough. */
  publishCovered(run: PricedEngine, atLeastSamples = 1): void {
    const covered = this.takeCovered(run, atLeastSamples);
    if (covered !== null) this.publisher.publishCovered(covered, this.position(false));
  }

  /** No engine transcribes the rest of the audio before `toSample`. Call `publishCovered` first. */
  addGap(toSample: number, cause: GapCause): void {
    const samples = this.coverage.takeGap(toSample);
    if (samples === null) return;
    this.beginsNewStint = true;
    const span = this.spanOf(samples);
    const reason = reasonOfGap(cause);
    this.metrics.addGap(reason, span.toMs - span.fromMs);
    const untranscribed = mayBeRecorded(cause) ? { ...span, ...this.placeIn(samples) } : undefined;
    this.publisher.publishGap({ ...span, reason }, this.position(true), untranscribed);
  }

  /**
   * The former owner may have published the next segment of its stint without saving that. If this owner has no words there,
   * the back-fill gives its first segment the same id.
   */
  private placeIn({ fromSample }: SampleSpan): Pick<UntranscribedSpan, 'continues'> {
    const { transcribedSample, isNewStint, stintStartMs, nextOrdinal } = this.begin;
    // A new stint begins where the span begins, so its ids are the same anyway.
    if (fromSample !== transcribedSample || isNewStint || stintStartMs < 0) return {};
    return { continues: { stintStartMs, nextOrdinal } };
  }

  /** A category belongs to a final. An engine that names one before any words is wrong, so the category is left out. */
  private addCategory(match: Extract<SpeechResult, { kind: 'category' }>, run: ResultSource): void {
    const [atMs, endMs] = [run.startMs + match.startMs, run.startMs + match.endMs];
    const final = this.segments.findFinal(atMs, endMs);
    if (final === null) return;
    const { segmentId, track, participantId, role } = final;
    const { category, isAlert } = match;
    this.publisher.publishCategory({ category, isAlert, segmentId, track, participantId, role, atMs });
  }

  private addWordless(heard: Extract<SpeechResult, { kind: 'wordless' }>, run: ResultSource): void {
    const samples = { fromSample: run.sampleAt(heard.startMs), toSample: run.sampleAt(heard.endMs) };
    if (samples.toSample > samples.fromSample)
      this.publisher.publishWordless({ ...this.spanOf(samples), engine: run.engineName });
  }

  private takeCovered({ engineName: engine, pricePerMinute }: PricedEngine, atLeastSamples = 1) {
    const samples = this.coverage.takeCovered(atLeastSamples);
    if (samples === null) return null;
    return { ...this.spanOf(samples), engine, ...(pricePerMinute !== undefined && { pricePerMinute }) };
  }

  /** The position of the track after everything so far is published. */
  private position(isNewStint: boolean): TrackProgress {
    const transcribedSample = this.coverage.announcedSample;
    return { track: this.begin.track, transcribedSample, ...this.segments.next, isNewStint };
  }

  private spanOf({ fromSample, toSample }: SampleSpan) {
    return { track: this.begin.track, fromMs: this.msAt(fromSample), toMs: this.msAt(toSample) };
  }

  private msAt(sample: number): number {
    return samplesToMs(sample, this.options.sampleRateHz);
  }
}
