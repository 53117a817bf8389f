import { SegmentAssembler } from '@earshot/domain';
import { Failure, type ChannelProgress, type SpeechEngine, type SpeechResult } from '@earshot/ports';
import { msOf, type CallContext, type GapReason } from '../ownership/call-context.js';
import { EngineRun } from '../engine/engine-run.js';
import { SpanAnnouncer } from '../publish/span-announcer.js';

export interface ListeningOptions {
  readonly begin: ChannelProgress;
  /** Nobody waits for recorded words, so no partials. */
  readonly kind: 'live' | 'recorded';
  /** End of the audio that an engine could hear by now. */
  receivedSample(): number;
  /** An engine has heard more. */
  onHeard(): void;
  /** The run is lost, also while nobody waits for it. */
  onFailure(): void;
}

/** Engines listening to one channel, one run after the other: their results become segments and spans of the call. */
export class ChannelListening {
  private readonly spans: SpanAnnouncer;
  private readonly assembler: SegmentAssembler;
  private current: EngineRun | null = null;
  private streamClosed: () => void = () => {};
  private isNewStint: boolean;

  constructor(
    private readonly call: CallContext,
    private readonly options: ListeningOptions,
  ) {
    const { begin } = options;
    this.assembler = new SegmentAssembler(begin.channel, call.firstRevision, begin);
    this.spans = new SpanAnnouncer(call, begin, () => this.assembler.next);
    this.isNewStint = begin.isNewStint;
  }

  get run(): EngineRun | null {
    return this.current;
  }

  /** End of what is heard or given up; where a new run begins. */
  get heardSample(): number {
    return this.spans.heardSample;
  }

  /** Resolves when the engine listens. */
  async open(engine: SpeechEngine, startSample: number): Promise<EngineRun> {
    const { callId, sampleRateHz, settings, choice, clock, metrics } = this.call;
    if (this.isNewStint) this.assembler.beginStint(msOf(this.call, startSample));
    this.isNewStint = false;
    const run = new EngineRun({
      engine,
      callId,
      channel: this.options.begin.channel,
      language: settings.language,
      script: choice.script,
      callRateHz: sampleRateHz,
      startSample,
      hangMs: settings.hangMs,
      clock,
      receivedSample: () => this.options.receivedSample(),
      onResult: (result) => this.hear(run, result),
      onFailure: () => this.options.onFailure(),
    });
    this.current = run;
    this.streamClosed = metrics.streamOpened();
    await run.open();
    return run;
  }

  /** An engine that ended is done with what it was given, so it has heard it. */
  async end(writtenSample: number): Promise<void> {
    const run = this.current;
    if (run === null) return;
    await run.end();
    this.current = null;
    this.streamClosed();
    if (this.spans.hear(writtenSample)) this.options.onHeard();
    this.spans.covered(run.engine.name, 'now');
  }

  /** Gives the run up, if there is one; what it has heard stands. */
  lose(error: unknown): EngineRun | null {
    const run = this.current;
    run?.fail(
      error instanceof Error
        ? error
        : new Failure('ENGINE_FAILED', 'the engine failed', { retryable: true, cause: error }),
    );
    this.current = null;
    this.streamClosed();
    if (run !== null) this.spans.covered(run.engine.name, 'now');
    return run;
  }

  /** Nobody hears what lies before `toSample`; what comes after it is a new stint. */
  passGap(toSample: number, reason: GapReason): void {
    if (this.spans.gap(toSample, reason)) this.isNewStint = true;
  }

  private hear(run: EngineRun, result: SpeechResult): void {
    if (run !== this.current) return;
    this.call.metrics.result(run.engine.name, result);
    if (result.kind === 'covered') {
      if (this.heardUntil(run, result.toMs)) this.spans.covered(run.engine.name, 'when-enough');
      return;
    }
    if (!result.isFinal && this.options.kind === 'recorded') return;
    const place = { startMs: run.startMs, engine: run.engine.name };
    const segment = this.assembler.accept(result, place, this.call.clock.nowMs());
    if (segment !== null) this.call.out.segment(segment);
    if (!result.isFinal) return;
    this.heardUntil(run, result.endMs);
    // Either way the place after a final follows it on its way to the bus: the next one waits until that is saved.
    if (!this.spans.covered(run.engine.name, 'now') && segment !== null) this.spans.moved();
  }

  private heardUntil(run: EngineRun, engineMs: number): boolean {
    if (!this.spans.hear(run.sampleAt(engineMs))) return false;
    this.options.onHeard();
    return true;
  }
}
