import type { Channel } from '@earshot/contracts';
import { restartPauseMs, SegmentAssembler } from '@earshot/domain';
import { Failure, type SpeechResult } from '@earshot/ports';
import { msOf, samplesOf, type CallContext, type GapReason } from './call-context.js';
import { EngineIncidents } from './engine-incidents.js';
import { EngineRun } from './engine-run.js';
import { SpanAnnouncer } from './span-announcer.js';
import { UnheardAudio } from './unheard-audio.js';
import { WakeUp } from './wake-up.js';

export interface ChannelOptions {
  readonly channel: Channel;
  readonly startSample: number;
  /** `recorded`: nobody waits for it, so no partials, and a slow engine is waited for. */
  readonly kind: 'live' | 'recorded';
  /** `accountedSample` has moved. */
  onAccounted(): void;
}

interface Outage {
  readonly reason: GapReason;
  readonly retryAtMs: number;
}

/** What no engine hears is announced in pieces of this length. */
const GAP_PIECE_MS = 10_000;
/** Finals of recorded audio outrank partials that were shown live under the same id. */
const RECORDED_REVISION = 1_000;

/**
 * One channel of one call: takes audio in, keeps what no engine has heard yet, runs an engine over it and begins again
 * where hearing ended when the engine dies. One loop does everything, one thing after the other.
 */
export class ChannelTranscription {
  /** Resolves when everything is heard or given up, or the drain is over. */
  readonly finished: Promise<void>;
  private readonly audio: UnheardAudio;
  private readonly spans: SpanAnnouncer;
  private readonly incidents: EngineIncidents;
  private readonly assembler: SegmentAssembler;
  private readonly work = new WakeUp();
  private run: EngineRun | null = null;
  private streamClosed: () => void = () => {};
  private outage: Outage | null = null;
  /** What the loop takes next, and the end of what it has in hand. */
  private position: number;
  private inHand: number;
  private isNewStint = true;
  private state: 'open' | 'closing' | 'stopped' = 'open';

  constructor(
    private readonly call: CallContext,
    private readonly options: ChannelOptions,
  ) {
    const { startSample, channel, kind } = options;
    const patienceMs = kind === 'live' ? call.settings.patienceMs : Infinity;
    this.audio = new UnheardAudio(call, startSample, patienceMs, (samples) => this.giveUpOldest(samples));
    this.spans = new SpanAnnouncer(call, channel, startSample, options.onAccounted);
    this.incidents = new EngineIncidents(call, channel);
    this.assembler = new SegmentAssembler(channel, kind === 'recorded' ? RECORDED_REVISION : 1);
    this.position = this.inHand = startSample;
    this.finished = this.loop().finally(() => this.audio.close());
  }

  /** End of what is published as covered or as a gap. */
  get accountedSample(): number {
    return this.spans.accountedSample;
  }

  append(samples: Int16Array): void {
    this.audio.append(samples);
    this.work.ring();
  }

  appendGap(toSample: number, reason: GapReason): void {
    this.audio.appendGap(toSample, reason);
    this.work.ring();
  }

  /** Resolves when more audio may come; `audioMs` is what was just appended. */
  room(audioMs: number): Promise<void> {
    return this.audio.room(audioMs);
  }

  /** No more audio comes. */
  close(): void {
    if (this.state === 'open') this.state = 'closing';
    this.work.ring();
  }

  /**
   * No more audio comes to this process: hears what it has, and takes the engine's last words, within `limitMs`. What is
   * left then is for the next owner.
   */
  drain(limitMs: number): void {
    this.close();
    this.audio.close();
    this.call.clock.schedule(limitMs, () => {
      this.state = 'stopped';
      this.run?.fail(new Failure('DRAIN_TIMEOUT', 'the engine took too long to finish'));
      this.work.ring();
    });
  }

  private async loop(): Promise<void> {
    let goesOn = true;
    while (goesOn && !this.isStopped()) {
      try {
        await this.call.out.room();
        goesOn = this.outage === null ? await this.hearNext() : await this.passOver(this.outage);
      } catch (error) {
        await this.recover(error);
      }
    }
    // Only a drain that took too long leaves the loop with an engine at work.
    await this.endRun().catch((error: unknown) => this.loseRun(error));
  }

  /** One step with an engine. False when the channel is done. */
  private async hearNext(): Promise<boolean> {
    if (this.run?.failure) throw this.run.failure;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.inHand = next.toSample;
      const run = this.run ?? (await this.openRun());
      if (run === null) return true;
      await run.write(next.samples);
      this.position = next.toSample;
      return true;
    }
    if (next === null && this.state === 'open') {
      await this.work.wait();
      return true;
    }
    await this.endRun();
    if (next !== null) this.passGap(next.toSample, next.reason);
    return next !== null;
  }

  /** One step without an engine: time becomes a gap until an engine is looked for again. False when the channel is done. */
  private async passOver(outage: Outage): Promise<boolean> {
    const { clock, choice } = this.call;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.position = this.inHand = next.toSample;
      if (this.position - this.spans.heardSample >= samplesOf(this.call, GAP_PIECE_MS))
        this.passGap(this.position, outage.reason);
      return true;
    }
    if (next?.kind === 'gap') {
      this.passGap(this.position, outage.reason);
      this.passGap(next.toSample, next.reason);
      return true;
    }
    if (this.state === 'closing') {
      this.passGap(this.position, outage.reason);
      return false;
    }
    const waitMs = outage.retryAtMs - clock.nowMs();
    if (waitMs > 0) await this.work.waitAtMost(waitMs, clock);
    else {
      this.outage = null;
      this.position = this.inHand = this.spans.heardSample;
      choice.refresh();
    }
    return true;
  }

  /** Null when there is no engine: an outage has begun. */
  private async openRun(): Promise<EngineRun | null> {
    const { callId, sampleRateHz, settings, choice, clock, metrics } = this.call;
    const { engine } = choice;
    if (engine === null) {
      this.beginOutage('NO_SPEECH_ENGINE');
      return null;
    }
    if (this.isNewStint) this.assembler.beginStint(msOf(this.call, this.position));
    this.isNewStint = false;
    const run = new EngineRun({
      engine,
      callId,
      channel: this.options.channel,
      language: settings.language,
      script: choice.script,
      callRateHz: sampleRateHz,
      startSample: this.position,
      hangMs: settings.hangMs,
      clock,
      receivedSample: () => this.audio.endSample,
      onResult: (result) => this.hear(run, result),
      onFailure: () => this.work.ring(),
    });
    this.run = run;
    this.streamClosed = metrics.streamOpened();
    if (this.incidents.failuresInARow > 0) metrics.engineRestarted(engine.name);
    await run.open();
    return run;
  }

  private hear(run: EngineRun, result: SpeechResult): void {
    if (run !== this.run) return;
    this.call.metrics.result(run.engine.name, result);
    if (result.kind === 'covered') return this.heardUntil(run, result.toMs, 'when-enough');
    if (result.isFinal || this.options.kind === 'live') {
      const place = { startMs: run.startMs, engine: run.engine.name, heardUntilMs: run.startMs };
      const segment = this.assembler.accept(result, place, this.call.clock.nowMs());
      if (segment !== null) this.call.out.segment(segment);
    }
    if (result.isFinal) this.heardUntil(run, result.endMs, 'now');
  }

  private heardUntil(run: EngineRun, engineMs: number, announce: 'now' | 'when-enough'): void {
    if (!this.spans.hear(run.sampleAt(engineMs))) return;
    this.incidents.over();
    this.audio.release(this.spans.heardSample);
    this.call.metrics.lag(this.options.channel, msOf(this.call, this.audio.endSample - this.spans.heardSample));
    this.spans.covered(run.engine.name, announce);
  }

  /** An engine that ended is done with what it was given, so it has heard it. */
  private async endRun(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await run.end();
    this.run = null;
    this.streamClosed();
    this.spans.hear(this.position);
    this.audio.release(this.spans.heardSample);
    this.spans.covered(run.engine.name, 'now');
  }

  private loseRun(error: unknown): EngineRun | null {
    const { run } = this;
    run?.fail(
      error instanceof Error
        ? error
        : new Failure('ENGINE_FAILED', 'the engine failed', { retryable: true, cause: error }),
    );
    this.run = null;
    this.streamClosed();
    if (run !== null) this.spans.covered(run.engine.name, 'now');
    this.position = this.inHand = this.spans.heardSample;
    return run;
  }

  /** After a failure: again from where hearing ended, later and later; then another engine; then none for a while. */
  private async recover(error: unknown): Promise<void> {
    const run = this.loseRun(error);
    if (this.isStopped()) return;
    const { incidents } = this;
    const { settings, choice } = this.call;
    incidents.failed(error, run?.engine.name ?? 'none', this.spans.heardSample);
    const isHopeless = run?.isRefused === true || incidents.failuresInARow >= settings.maxFailures;
    if (!isHopeless) await this.pause(restartPauseMs(incidents.failuresInARow));
    else if (run !== null && choice.fallBack(run.engine)) incidents.over();
    else this.beginOutage('ENGINE_FAILED');
  }

  private beginOutage(reason: GapReason): void {
    this.outage = { reason, retryAtMs: this.call.clock.nowMs() + this.call.settings.retryMs };
  }

  private async pause(pauseMs: number): Promise<void> {
    const { clock } = this.call;
    const untilMs = clock.nowMs() + pauseMs;
    while (!this.isStopped() && clock.nowMs() < untilMs) await this.work.waitAtMost(untilMs - clock.nowMs(), clock);
  }

  private giveUpOldest(samples: number): number {
    const { callId, logger } = this.call;
    const tookItAll = this.audio.endSample - this.inHand < samples;
    // An engine that took the audio and says nothing about it has to be given up with it.
    if (tookItAll)
      this.run?.fail(new Failure('ENGINE_OVERLOADED', 'the engine is slower than the audio', { retryable: true }));
    const freed = this.audio.drop(tookItAll ? this.spans.heardSample : this.inHand, samples);
    logger.warn(
      { callId, channel: this.options.channel, lostMs: msOf(this.call, freed) },
      'audio given up: the engine is too slow',
    );
    this.work.ring();
    return freed;
  }

  /** Nobody hears what lies before `toSample`; what comes after it is a new stint. */
  private passGap(toSample: number, reason: GapReason): void {
    this.spans.gap(toSample, reason);
    this.position = this.inHand = Math.max(this.position, this.spans.heardSample);
    this.isNewStint = true;
    this.audio.release(this.spans.heardSample);
  }

  private isStopped(): boolean {
    return this.state === 'stopped';
  }
}
