import type { ErrorCode } from '@earshot/contracts';
import { restartPauseMs, type AudioBacklog } from '@earshot/domain';
import { Failure, type ChannelProgress } from '@earshot/ports';
import { msOf, samplesOf, type CallContext, type GapReason } from './call-context.js';
import { ChannelListening } from './channel-listening.js';
import { EngineIncidents } from './engine-incidents.js';
import type { EngineRun } from './engine-run.js';
import { UnheardAudio } from './unheard-audio.js';
import { WakeUp } from './wake-up.js';

export interface ChannelOptions {
  readonly begin: ChannelProgress;
  /**
   * `live`: what no engine hears in time becomes a gap. `recorded`: a slow engine is waited for, and none at all is a
   * `failure`, for the gap is known already.
   */
  readonly kind: 'live' | 'recorded';
  /** Audio from where it begins, where this process had the call before. */
  readonly audio?: AudioBacklog<GapReason>;
}

interface Outage {
  readonly reason: GapReason;
  readonly retryAtMs: number;
}

/** What no engine hears is announced in pieces of this length. */
const GAP_PIECE_MS = 10_000;

/**
 * One channel of one call: takes audio in, keeps what is not yet heard and saved, runs an engine over it and begins again
 * where hearing ended when the engine dies. One loop does everything, one thing after the other.
 */
export class ChannelTranscription {
  /** Resolves when everything is heard or given up, or the channel is abandoned. */
  readonly finished: Promise<void>;
  private readonly audio: UnheardAudio;
  private readonly listening: ChannelListening;
  private readonly incidents: EngineIncidents;
  private readonly work = new WakeUp();
  private outage: Outage | null = null;
  private lost: Failure | null = null;
  /** What the loop takes next, and the end of what it has in hand. */
  private position: number;
  private inHand: number;
  private state: 'open' | 'closing' | 'stopped' = 'open';

  constructor(
    private readonly call: CallContext,
    private readonly options: ChannelOptions,
  ) {
    const { begin, kind, audio } = options;
    this.audio = new UnheardAudio(call, {
      startSample: begin.heardSample,
      ...(audio && { backlog: audio }),
      patienceMs: kind === 'live' ? call.settings.patienceMs : Infinity,
      heardSample: () => this.listening.heardSample,
      giveUp: (samples) => this.giveUpOldest(samples),
    });
    this.incidents = new EngineIncidents(call, begin.channel);
    this.position = this.inHand = begin.heardSample;
    this.listening = new ChannelListening(call, {
      begin,
      kind,
      // What waits for the bus or for the store is not yet the engine's to hear.
      receivedSample: () => (call.out.isCongested ? this.inHand : this.audio.endSample),
      onHeard: () => this.heardMore(),
      onFailure: () => this.work.ring(),
    });
    this.finished = this.loop().finally(() => this.audio.close());
  }

  /** Why recorded audio could not be heard to its end. */
  get failure(): Failure | null {
    return this.lost;
  }

  /** Takes samples that begin at a position; what is known of them is dropped. */
  append(samples: Int16Array, fromSample: number): void {
    const known = Math.max(0, this.audio.endSample - fromSample);
    if (known >= samples.length) return;
    this.audio.append(known === 0 ? samples : samples.subarray(known));
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

  /** What lies before it is published and saved, and not needed again. */
  release(savedSample: number): void {
    this.audio.release(savedSample);
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
    this.call.clock.schedule(limitMs, () => this.stop('DRAIN_TIMEOUT', 'the engine took too long to finish'));
  }

  /** Lets the engine go without another word; what it has not finished hearing is for the next owner. */
  abandon(): void {
    this.audio.close();
    this.stop('CALL_LET_GO', 'the call goes on elsewhere');
  }

  /** The audio that is not saved as heard, for another try of this process. */
  takeAudio(): AudioBacklog<GapReason> {
    return this.audio.backlog;
  }

  private stop(code: ErrorCode, message: string): void {
    if (this.isStopped()) return;
    this.state = 'stopped';
    this.listening.run?.fail(new Failure(code, message));
    this.work.ring();
  }

  private async loop(): Promise<void> {
    let goesOn = true;
    while (goesOn && !this.isStopped()) {
      try {
        await this.call.out.room();
        if (this.isStopped()) break;
        goesOn = this.outage === null ? await this.hearNext() : await this.passOver(this.outage);
      } catch (error) {
        await this.recover(error);
      }
    }
    // Only a channel that was stopped leaves the loop with an engine at work.
    await this.listening.end(this.position).catch((error: unknown) => this.loseRun(error));
  }

  /** One step with an engine. False when the channel is done. */
  private async hearNext(): Promise<boolean> {
    const { run } = this.listening;
    if (run?.failure) throw run.failure;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.inHand = next.toSample;
      const listener = run ?? (await this.openRun());
      if (listener === null) return true;
      await listener.write(next.samples);
      this.position = next.toSample;
      return true;
    }
    if (next === null && this.state === 'open') {
      await this.work.wait();
      return true;
    }
    await this.listening.end(this.position);
    if (next !== null) this.passGap(next.toSample, next.reason);
    return next !== null;
  }

  /** One step without an engine: time becomes a gap until an engine is looked for again. False when the channel is done. */
  private async passOver(outage: Outage): Promise<boolean> {
    const { clock, choice } = this.call;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.position = this.inHand = next.toSample;
      if (this.position - this.listening.heardSample >= samplesOf(this.call, GAP_PIECE_MS))
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
      this.position = this.inHand = this.listening.heardSample;
      choice.refresh();
    }
    return true;
  }

  /** Null when there is no engine: an outage has begun. */
  private async openRun(): Promise<EngineRun | null> {
    const { choice, metrics } = this.call;
    const { engine } = choice;
    if (engine === null) {
      this.beginOutage('NO_SPEECH_ENGINE');
      return null;
    }
    if (this.incidents.failuresInARow > 0) metrics.engineRestarted(engine.name);
    return this.listening.open(engine, this.position);
  }

  private heardMore(): void {
    this.incidents.over();
    const lagSamples = this.audio.endSample - this.listening.heardSample;
    this.call.metrics.lag(this.options.begin.channel, msOf(this.call, lagSamples));
  }

  private loseRun(error: unknown): EngineRun | null {
    const run = this.listening.lose(error);
    this.position = this.inHand = this.listening.heardSample;
    return run;
  }

  /** After a failure: again from where hearing ended, later and later; then another engine; then none for a while. */
  private async recover(error: unknown): Promise<void> {
    const run = this.loseRun(error);
    if (this.isStopped()) return;
    const { incidents } = this;
    const { settings, choice } = this.call;
    incidents.failed(error, run?.engine.name ?? 'none', this.listening.heardSample);
    const isHopeless = run?.isRefused === true || incidents.failuresInARow >= settings.maxFailures;
    if (!isHopeless) await this.pause(restartPauseMs(incidents.failuresInARow));
    else if (run !== null && choice.fallBack(run.engine)) incidents.over();
    else this.beginOutage('ENGINE_FAILED');
  }

  private beginOutage(reason: 'NO_SPEECH_ENGINE' | 'ENGINE_FAILED'): void {
    if (this.options.kind === 'recorded') {
      this.lost = new Failure(reason, 'no speech engine can hear the recording', { retryable: true });
      this.state = 'stopped';
    } else this.outage = { reason, retryAtMs: this.call.clock.nowMs() + this.call.settings.retryMs };
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
    if (tookItAll) {
      const overloaded = new Failure('ENGINE_OVERLOADED', 'the engine is slower than the audio', { retryable: true });
      this.listening.run?.fail(overloaded);
    }
    const freed = this.audio.drop(tookItAll ? this.listening.heardSample : this.inHand, samples);
    logger.warn(
      { callId, channel: this.options.begin.channel, lostMs: msOf(this.call, freed) },
      'audio given up: the engine is too slow',
    );
    this.work.ring();
    return freed;
  }

  private passGap(toSample: number, reason: GapReason): void {
    this.listening.passGap(toSample, reason);
    this.position = this.inHand = Math.max(this.position, this.listening.heardSample);
  }

  private isStopped(): boolean {
    return this.state === 'stopped';
  }
}
