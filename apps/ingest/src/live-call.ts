import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { KnownCall } from '@earshot/ports';
import { askBriefly } from './ask-briefly.js';
import { awaitSource } from './call-absence.js';
import { CallOutbox } from './call-outbox.js';
import { CallPressure } from './call-pressure.js';
import { CallProblems } from './call-problems.js';
import type { CallSource } from './call-source.js';
import { CallStream } from './call-stream.js';
import { findKnownCall } from './find-known-call.js';
import { findSettledCall } from './find-settled-call.js';
import { HeldInputs } from './held-inputs.js';
import { knownCallRefusal } from './known-call-refusal.js';
import { liveCallTransitions, type Ending, type LiveCallState } from './live-call-states.js';
import type { LiveCallsParts } from './live-calls.js';
import { StalledAudio } from './stalled-audio.js';
import { whereaboutsOf } from './whereabouts.js';

/** Failed attempts to ask the registry before the call shows it; about three seconds when they fail at once. */
const TELL_AFTER_ATTEMPTS = 5;
/** With the reconnect window, how long a call without audio stays open in the store, at most. */
const LONGEST_PROCESS_GAP_MS = 600_000;

/**
 * One call from START to END across its connections. While it is not known whether the call goes on from an earlier
 * process, what happens to it is kept in order and done afterwards; the audio in it counts against the call's buffer.
 */
export class LiveCall {
  private state: LiveCallState = 'CONNECTED';
  private readonly stream: CallStream;
  private readonly outbox: CallOutbox;
  private readonly startedAtMs: number;
  private readonly inputs: HeldInputs;
  private readonly stalled: StalledAudio;
  /** Who waits for the word that the end is safe. */
  private ender: CallSource | null = null;
  private readonly pressure: CallPressure;
  readonly problems: CallProblems;
  /** Bytes of audio that had no room since the last that had. */
  private dropped: { bytes: number } | null = null;
  private stopAsking = () => {};
  private cancelWindow = () => {};

  constructor(
    readonly start: LcaStart,
    private source: CallSource | null,
    private readonly parts: LiveCallsParts,
    private readonly onGone: (call: LiveCall, how: Ending) => void,
    /** Taken only if it goes on from another process: no new calls are taken now. */
    readonly isOnlyIfKnown = false,
  ) {
    this.startedAtMs = parts.clock.nowMs();
    this.inputs = new HeldInputs(parts.budget);
    this.outbox = new CallOutbox(start.callId, parts, {
      onProgress: () => this.pressure.fall(),
      onRefused: (refused) => {
        this.problems.add('EVENT_REFUSED_BY_BUS');
        return this.stream.insteadOf(refused);
      },
    });
    this.stream = new CallStream(start, this.startedAtMs, {
      ...parts,
      longestAbsenceMs: parts.reconnectWindowMs + LONGEST_PROCESS_GAP_MS,
      emit: (...events) => this.outbox.push(...events),
    });
    this.stalled = new StalledAudio({
      ...parts,
      format: start,
      pass: (samples, atMs) => this.stream.audio(samples, atMs),
      miss: (missingMs) => this.stream.miss(missingMs, 'FRAMES_LOST'),
    });
    this.problems = new CallProblems((code, message) => this.stream.problem(code, message));
    this.pressure = new CallPressure({
      budget: parts.budget,
      heldBytes: () => this.heldBytes,
      pause: () => {
        // What does not come from now on is kept from us by ourselves.
        this.inputs.put(0, () => this.stalled.excuse());
        this.source?.pause();
      },
      resume: () => {
        // The silence was ours.
        this.stalled.excuse();
        this.source?.resume();
      },
    });
    if (start.isNewId) this.decide(null);
    else this.ask();
  }

  get callId() {
    return this.start.callId;
  }

  get isOver(): boolean {
    return this.state === 'OVER';
  }

  /** Position on the call's clock, milliseconds; undefined while it is not known. */
  get positionMs(): number | undefined {
    return this.inputs.isOpen ? this.stream.positionMs : undefined;
  }

  /** Bytes received and not yet on the bus. */
  get heldBytes(): number {
    return this.outbox.bytes + this.inputs.bytes + this.stalled.bytes;
  }

  /** Views on `samples` are kept until they are on the bus. */
  audio(samples: Uint8Array): void {
    if (!this.pressure.hasRoomFor(samples.length)) return this.drop(samples.length);
    const nowMs = this.parts.clock.nowMs();
    this.dropped = null;
    this.inputs.put(samples.length, () => this.stalled.audio(samples, nowMs));
    this.pressure.rise();
  }

  end(): void {
    const nowMs = this.parts.clock.nowMs();
    this.ender = this.source;
    this.enter('OVER');
    this.inputs.put(0, () => {
      this.stalled.settle();
      this.stream.close(nowMs, 'ENDED');
      this.leave();
    });
  }

  /** The socket went away without END. */
  lose(): void {
    if (this.state !== 'CONNECTED') return;
    this.enter('AWAY');
    this.inputs.put(0, () => {
      this.stalled.settle();
      this.stream.flush();
    });
    const { callId } = this;
    this.cancelWindow = awaitSource(
      {
        callId,
        place: () => (this.inputs.isOpen ? this.stream.place : null),
        nobodyCame: () => this.giveUp(),
        wentElsewhere: () => this.letGo(),
      },
      this.parts,
    );
  }

  /** Another socket carries the call on; one that still has it is told. */
  takeOver(source: CallSource): void {
    const nowMs = this.parts.clock.nowMs();
    const before = this.source;
    this.enter('CONNECTED');
    this.source = source;
    before?.refuse('CALL_TAKEN_OVER');
    const isPlaced = this.inputs.isOpen;
    if (isPlaced && this.parts.isShared) this.inputs.hold();
    this.inputs.put(0, () => this.comeBack(nowMs));
    if (isPlaced && this.parts.isShared) this.askWhereItWent(nowMs);
    this.pressure.rise();
  }

  /** Resolves when the bus has what was received until now. */
  async sendReceived(): Promise<void> {
    await this.inputs.settled;
    this.stalled.settle();
    this.stream.flush();
    await this.outbox.whenEmpty();
  }

  /** The process goes: everything received is sent, the call stays open for the next process. */
  async handOver(): Promise<void> {
    this.cancelWindow();
    await this.sendReceived();
  }

  /** Gives up what could not be sent. */
  abandon(): void {
    this.stopAsking();
    this.cancelWindow();
    if (this.inputs.bytes > 0) {
      this.parts.metrics.bytesLost.add(this.inputs.bytes);
      this.parts.logger.error(
        { callId: this.callId, bytes: this.inputs.bytes },
        'audio of a call waited for the registry in vain',
      );
    }
    this.inputs.giveUp();
    this.outbox.stop();
  }

  private drop(bytes: number): void {
    this.parts.metrics.bytesLost.add(bytes);
    if (this.dropped !== null && !this.inputs.isOpen) return void (this.dropped.bytes += bytes);
    const dropped = (this.dropped = { bytes });
    const nowMs = this.parts.clock.nowMs();
    this.inputs.put(0, () => {
      this.stalled.excuse();
      this.stream.drop(dropped.bytes, nowMs);
    });
    this.pressure.rise();
  }

  private giveUp(): void {
    const nowMs = this.parts.clock.nowMs();
    this.enter('OVER');
    this.inputs.put(0, () => {
      this.stream.close(nowMs, 'INTERRUPTED');
      this.problems.add('CONNECTION_LOST');
      this.leave();
    });
  }

  /** Another process carries the call on: here nothing more is said of it. */
  private letGo(): void {
    this.enter('OVER');
    this.stopAsking();
    this.inputs.giveUp();
    this.parts.metrics.moved.add();
    this.parts.logger.info({ callId: this.callId }, 'a call went on in another process');
    this.onGone(this, 'MOVED');
  }

  private comeBack(atMs: number): void {
    this.stalled.settle();
    this.stalled.excuse();
    this.stream.gapUntil(atMs, 'CONNECTION_LOST');
  }

  /** A source that comes back here may have been with another process in between. */
  private askWhereItWent(atMs: number): void {
    const { registry, clock } = this.parts;
    this.stopAsking = askBriefly(registry, this.callId, clock, (known) => {
      const where = whereaboutsOf(known, this.stream.place);
      if (where === 'ELSEWHERE' && known?.state === 'CLOSED') return this.refuse('CALL_ALREADY_ENDED');
      if (where === 'ELSEWHERE' && known !== null) {
        this.stalled.excuse();
        this.stream.goOn(known, atMs);
      }
      this.inputs.letThrough();
      this.source?.resumed(this.stream.positionMs);
      this.pressure.fall();
    });
  }

  private ask(): void {
    const { registry, clock, logger, isShared } = this.parts;
    const find = isShared ? findSettledCall : findKnownCall;
    this.stopAsking = find(registry, this.callId, clock, {
      onAnswer: (known) => this.decide(known),
      onFailure: (attempt, error) => {
        logger.warn(
          { callId: this.callId, attempt, error: String(error) },
          'asking for a known call failed, trying again',
        );
        if (attempt === TELL_AFTER_ATTEMPTS) this.problems.add('CALL_REGISTRY_UNAVAILABLE');
      },
    });
  }

  private decide(known: KnownCall | null): void {
    const refusal = knownCallRefusal(known, this.start, this.isOnlyIfKnown);
    if (refusal !== null) return this.refuse(refusal);
    if (known === null) this.stream.begin();
    else {
      this.stream.goOn(known, this.startedAtMs);
      this.source?.resumed(this.stream.positionMs);
    }
    this.inputs.letThrough();
    this.pressure.fall();
  }

  private refuse(code: LcaErrorCode): void {
    const { source, ender } = this;
    this.cancelWindow();
    this.state = 'OVER';
    this.source = null;
    this.inputs.giveUp();
    this.onGone(this, code === 'CALL_ALREADY_ENDED' ? 'ENDED' : 'REFUSED');
    source?.refuse(code);
    ender?.endRefused(code);
  }

  private leave(): void {
    const finish = (isSafe: boolean) => {
      this.onGone(this, 'ENDED');
      if (isSafe) this.ender?.ended(this.stream.positionMs);
    };
    this.outbox
      .whenEmpty()
      .then(finish)
      .catch((error: unknown) => {
        this.parts.logger.error({ callId: this.callId, error: String(error) }, 'the end of a call could not be told');
      });
  }

  private enter(state: LiveCallState): void {
    if (!liveCallTransitions[this.state].includes(state))
      throw new Error(`a call cannot go from ${this.state} to ${state}`);
    this.cancelWindow();
    this.state = state;
    this.source = null;
    this.pressure.forget();
  }
}
