import type { ErrorCode } from '@earshot/contracts';
import { backoffMs, msToSamples } from '@earshot/domain';
import { Failure, pause, type Clock, type SpeechResult } from '@earshot/ports';
import type { GapCause } from '../track/gap-reason.js';
import type { ReplayBuffer } from '../track/replay-buffer.js';
import type { ResultAssembly } from '../track/result-assembly.js';
import type { EngineChoice } from './engine-choice.js';
import type { EngineReporter, TrackFormat } from './engine-reporter.js';
import { EngineRun, toEngineError } from './engine-run.js';
import { reasonToLeave } from './reason-to-leave.js';

export interface EngineSupervisorOptions {
  readonly format: TrackFormat;
  /** Recorded audio: without an engine the work fails, because its gap is already published. */
  readonly isRecorded: boolean;
  readonly clock: Clock;
  readonly language: string;
  readonly hangMs: number;
  readonly maxFailures: number;
  readonly retryMs: number;
}

/** A time without an engine. Its audio becomes gaps. */
interface Outage {
  readonly reason: GapCause;
  readonly retryAtMs: number;
}

/** During an outage, gaps are published in spans of this length. */
const OUTAGE_GAP_MS = 10_000;
const RESTART_BACKOFF = { firstMs: 100, maxMs: 5_000 };

/**
 * Runs engines over the audio of one track. When an engine fails, a new run begins where the transcript ended; after too
 * many failures in a row another engine takes over; without another engine the audio becomes gaps until one is available.
 * One loop does all of this in sequence.
 */
export class EngineSupervisor {
  private run: EngineRun | null = null;
  private reportStreamClosed: () => void = () => {};
  private failuresInARow = 0;
  private outage: Outage | null = null;
  private fatalFailure: Failure | null = null;
  /** Where the loop reads next. */
  private position: number;
  /** End of the piece of audio that the loop is working on. */
  private pieceEnd: number;
  private readonly stopping = new AbortController();

  constructor(
    private readonly audio: ReplayBuffer,
    private readonly results: ResultAssembly,
    private readonly choice: EngineChoice,
    private readonly reporter: EngineReporter,
    private readonly options: EngineSupervisorOptions,
  ) {
    this.position = this.pieceEnd = results.transcribedSample;
  }

  /** Why recorded audio could not be transcribed to its end. */
  get failure(): Failure | null {
    return this.fatalFailure;
  }

  /** End of the audio that is transcribed or given up. */
  get transcribedSample(): number {
    return this.results.transcribedSample;
  }

  /** Resolves when all audio is transcribed or given up, or the supervisor was stopped. */
  async transcribeAll(): Promise<void> {
    let isMore = true;
    while (isMore && !this.isStopped()) {
      try {
        await this.results.waitForRoom();
        if (this.isStopped()) break;
        isMore = this.outage === null ? await this.transcribeNext() : await this.passOver(this.outage);
      } catch (error) {
        await this.recover(error);
      }
    }
    // A stopped supervisor may still have a run.
    await this.endRun().catch((error: unknown) => this.loseRun(error));
  }

  /** Lets the engine go. Audio that it has not covered stays untranscribed. */
  stop(code: ErrorCode, message: string): void {
    if (this.isStopped()) return;
    this.stopping.abort();
    this.run?.fail(new Failure(code, message));
    this.audio.wakeReader();
  }

  /** The engine is too slow: replaces about this many of the oldest samples with a gap. */
  giveUpOldest(samples: number): void {
    const hasEngineTakenThem = this.audio.endSample - this.pieceEnd < samples;
    // The engine took these samples and gives no result for them, so its run ends too.
    if (hasEngineTakenThem) {
      this.run?.fail(new Failure('ENGINE_OVERLOADED', 'the engine is slower than the audio', { retryable: true }));
    }
    const givenUp = this.audio.giveUp(hasEngineTakenThem ? this.results.transcribedSample : this.pieceEnd, samples);
    this.reporter.reportGivenUp(givenUp);
    this.audio.wakeReader();
  }

  /** One step with an engine. Resolves false when the track is done. */
  private async transcribeNext(): Promise<boolean> {
    if (this.run?.failure) throw this.run.failure;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.pieceEnd = next.toSample;
      const run = this.run ?? (await this.openRun());
      if (run === null) return true;
      await run.write(next.samples);
      this.position = next.toSample;
      return true;
    }
    if (next === null && !this.audio.isEnded) {
      await this.audio.waitForMore();
      return true;
    }
    await this.endRun();
    if (next !== null) this.addGap(next.toSample, next.reason);
    return next !== null;
  }

  /** One step without an engine: audio becomes a gap until an engine is looked for again. Resolves false when done. */
  private async passOver(outage: Outage): Promise<boolean> {
    const { clock, format } = this.options;
    const next = this.audio.read(this.position);
    if (next?.kind === 'audio') {
      this.position = this.pieceEnd = next.toSample;
      if (this.position - this.results.transcribedSample >= msToSamples(OUTAGE_GAP_MS, format.sampleRateHz))
        this.addGap(this.position, outage.reason);
      return true;
    }
    if (next?.kind === 'gap') {
      this.addGap(this.position, outage.reason);
      this.addGap(next.toSample, next.reason);
      return true;
    }
    if (this.audio.isEnded) {
      this.addGap(this.position, outage.reason);
      return false;
    }
    const waitMs = outage.retryAtMs - clock.nowMs();
    if (waitMs > 0) await this.audio.waitForMore(waitMs);
    else {
      this.outage = null;
      this.position = this.pieceEnd = this.results.transcribedSample;
      this.choice.chooseAgain();
    }
    return true;
  }

  /** Resolves null when there is no engine: an outage has begun. */
  private async openRun(): Promise<EngineRun | null> {
    const { format, language, hangMs, clock, isRecorded } = this.options;
    const { engine, script } = this.choice;
    if (engine === null) {
      this.beginOutage('NO_SPEECH_ENGINE');
      return null;
    }
    if (this.failuresInARow > 0) this.reporter.reportRestart(engine.name);
    const startSample = this.position;
    this.results.beginRun(startSample);
    const run: EngineRun = new EngineRun(
      engine,
      {
        ...format,
        language: this.choice.language ?? language,
        script,
        isRecorded,
        startSample,
        role: this.results.roleAt(startSample),
      },
      hangMs,
      clock,
      {
        // The engine does not get audio that waits for the bus or the store, so it owes no result for it.
        receivedSample: () => (this.results.isCongested ? this.pieceEnd : this.audio.endSample),
        onResult: (result) => this.receiveResult(run, result),
        onFailure: () => this.audio.wakeReader(),
      },
    );
    this.run = run;
    this.reportStreamClosed = this.reporter.reportStream();
    await run.open();
    return run;
  }

  private receiveResult(run: EngineRun, result: SpeechResult): void {
    if (run !== this.run) return;
    if (this.results.addResult(result, run, this.options.clock.nowMs())) this.noteProgress(run.engineName);
  }

  /** When the run ends, the engine has processed everything that was written to it. */
  private async endRun(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await run.end();
    this.run = null;
    this.reportStreamClosed();
    if (this.results.endRun(run, this.position)) this.noteProgress(run.engineName);
  }

  /** Gives up the run, if there is one. Audio that it covered stays covered. */
  private loseRun(error: unknown): EngineRun | null {
    const { run } = this;
    run?.fail(toEngineError(error));
    this.run = null;
    this.reportStreamClosed();
    if (run !== null) this.results.publishCovered(run);
    this.position = this.pieceEnd = this.results.transcribedSample;
    return run;
  }

  /** After a failure: the same engine after a growing pause, unless it is full, then another engine, then an outage. */
  private async recover(error: unknown): Promise<void> {
    const run = this.loseRun(error);
    if (this.isStopped()) return;
    this.failuresInARow += 1;
    const { failuresInARow, choice } = this;
    const { clock, maxFailures } = this.options;
    this.reporter.reportFailure(error, run?.engineName ?? 'none', failuresInARow, this.results.transcribedSample);
    const why = reasonToLeave(error, run);
    const mayRestart = why !== 'REFUSED_CALL' && failuresInARow < maxFailures;
    const mayFallBack = !mayRestart || why === 'FULL';
    if (mayFallBack && run !== null && choice.fallBack(run.engine, why)) this.failuresInARow = 0;
    else if (mayRestart) await pause(clock, backoffMs(failuresInARow, RESTART_BACKOFF), this.stopping.signal);
    else this.beginOutage('ENGINE_FAILED');
  }

  private beginOutage(reason: 'NO_SPEECH_ENGINE' | 'ENGINE_FAILED'): void {
    const { clock, isRecorded, retryMs } = this.options;
    if (isRecorded) {
      this.fatalFailure = new Failure(reason, 'no speech engine can transcribe the recording', { retryable: true });
      this.stopping.abort();
    } else this.outage = { reason, retryAtMs: clock.nowMs() + retryMs };
  }

  private noteProgress(engineName: string): void {
    this.failuresInARow = 0;
    this.choice.reportWorking(engineName);
    this.reporter.reportLag(this.audio.endSample - this.results.transcribedSample);
  }

  private addGap(toSample: number, cause: GapCause): void {
    this.results.addGap(toSample, cause);
    this.position = this.pieceEnd = Math.max(this.position, this.results.transcribedSample);
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }
}
