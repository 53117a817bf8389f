import type { ErrorCode } from '@earshot/contracts';
import { restartPauseMs } from '@earshot/domain';
import { Failure, type ChannelProgress } from '@earshot/ports';
import { msOf, samplesOf, type CallContext, type GapReason } from '../ownership/call-context.js';
import { ChannelListening } from './channel-listening.js';
import { EngineIncidents } from '../engine/engine-incidents.js';
import type { EngineRun } from '../engine/engine-run.js';
import type { UnheardAudio } from './unheard-audio.js';
import { WakeUp } from './wake-up.js';

export interface HearingOptions {
  readonly begin: ChannelProgress;
  readonly kind: 'live' | 'recorded';
  readonly audio: UnheardAudio;
}

interface Outage {
  readonly reason: GapReason;
  readonly retryAtMs: number;
}

/** What no engine hears is announced in pieces of this length. */
const GAP_PIECE_MS = 10_000;

/**
 * Runs engines over the audio of one channel, and begins again where hearing ended when one dies. One loop does everything,
 * one thing after the other.
 */
export class ChannelHearing {
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
    private readonly options: HearingOptions,
  ) {
    const { begin, kind, audio } = options;
    this.audio = audio;
    this.incidents = new EngineIncidents(call, begin.channel);
    this.position = this.inHand = begin.heardSample;
    this.listening = new ChannelListening(call, {
      begin,
      kind,
      // What waits for the bus or for the store is not yet the engine's to hear.
      receivedSample: () => (call.out.isCongested ? this.inHand : audio.endSample),
      onHeard: () => this.heardMore(),
      onFailure: () => this.work.ring(),
    });
  }

  /** Why recorded audio could not be heard to its end. */
  get failure(): Failure | null {
    return this.lost;
  }

  /** End of what is heard or given up. */
  get heardSample(): number {
    return this.listening.heardSample;
  }

  /** Resolves when everything is heard or given up, or it was stopped. */
  async run(): Promise<void> {
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

  /** There is more audio, or a gap in it. */
  ring(): void {
    this.work.ring();
  }

  /** No more audio comes. */
  close(): void {
    if (this.state === 'open') this.state = 'closing';
    this.work.ring();
  }

  /** Lets the engine go; what it has not finished hearing stays unheard. */
  stop(code: ErrorCode, message: string): void {
    if (this.isStopped()) return;
    this.state = 'stopped';
    this.listening.run?.fail(new Failure(code, message));
    this.work.ring();
  }

  /** The engine is too slow: the oldest audio becomes a gap. Returns how much of it. */
  giveUpOldest(samples: number): number {
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

  private passGap(toSample: number, reason: GapReason): void {
    this.listening.passGap(toSample, reason);
    this.position = this.inHand = Math.max(this.position, this.listening.heardSample);
  }

  private isStopped(): boolean {
    return this.state === 'stopped';
  }
}
