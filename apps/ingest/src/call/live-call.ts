import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { KnownCall } from '@earshot/ports';
import { askBriefly } from '../registry/ask-briefly.js';
import { awaitSource } from './call-absence.js';
import { CallIntake } from './call-intake.js';
import type { CallProblems } from './call-problems.js';
import type { CallSource } from '../sources/media-source.js';
import { findKnownCall } from '../registry/find-known-call.js';
import { findSettledCall } from '../registry/find-settled-call.js';
import { knownCallRefusal } from '../registry/known-call-refusal.js';
import { liveCallTransitions, type Ending, type LiveCallState } from './live-call-states.js';
import type { LiveCallsParts } from './live-calls.js';
import { whereaboutsOf } from '../registry/whereabouts.js';

/** Failed attempts to ask the registry before the call shows it; about three seconds when they fail at once. */
const TELL_AFTER_ATTEMPTS = 5;

/** One call from START to END across its connections: who brings it, and whether it is ours. */
export class LiveCall {
  private state: LiveCallState = 'CONNECTED';
  private readonly startedAtMs: number;
  private readonly intake: CallIntake;
  /** Who waits for the word that the end is safe. */
  private ender: CallSource | null = null;
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
    this.intake = new CallIntake(start, this.startedAtMs, parts, {
      pause: () => this.source?.pause(),
      resume: () => this.source?.resume(),
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

  /** What the call shows of what went wrong. */
  get problems(): Pick<CallProblems, 'add'> {
    return this.intake.problems;
  }

  /** Position on the call's clock, milliseconds; undefined while it is not known. */
  get positionMs(): number | undefined {
    return this.intake.isPlaced ? this.intake.positionMs : undefined;
  }

  /** Views on `samples` are kept until they are on the bus. */
  audio(samples: Uint8Array): void {
    this.intake.audio(samples);
  }

  end(): void {
    this.ender = this.source;
    this.enter('OVER');
    this.intake.end(this.parts.clock.nowMs(), 'ENDED', (whenOut) => this.leave(whenOut));
  }

  /** The socket went away without END. */
  lose(): void {
    if (this.state !== 'CONNECTED') return;
    this.enter('AWAY');
    this.intake.settle();
    const { callId } = this;
    this.cancelWindow = awaitSource(
      {
        callId,
        place: () => (this.intake.isPlaced ? this.intake.place : null),
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
    const mayHaveBeenElsewhere = this.intake.isPlaced && this.parts.isShared;
    if (mayHaveBeenElsewhere) this.intake.hold();
    this.intake.comeBack(nowMs);
    if (mayHaveBeenElsewhere) this.askWhereItWent(nowMs);
    this.intake.socketCame();
  }

  /** Resolves when the bus has what was received until now. */
  sendReceived(): Promise<void> {
    return this.intake.sendReceived();
  }

  /** The process goes: everything received is sent, the call stays open for the next process. */
  handOver(): Promise<void> {
    this.cancelWindow();
    return this.sendReceived();
  }

  /** Gives up what could not be sent. */
  abandon(): void {
    this.stopAsking();
    this.cancelWindow();
    this.intake.abandon();
  }

  private giveUp(): void {
    this.enter('OVER');
    this.intake.end(this.parts.clock.nowMs(), 'INTERRUPTED', (whenOut) => this.leave(whenOut));
  }

  /** Another process carries the call on: here nothing more is said of it. */
  private letGo(): void {
    this.enter('OVER');
    this.stopAsking();
    this.intake.giveUpInputs();
    this.parts.metrics.moved.add();
    this.parts.logger.info({ callId: this.callId }, 'a call went on in another process');
    this.onGone(this, 'MOVED');
  }

  /** A source that comes back here may have been with another process in between. */
  private askWhereItWent(atMs: number): void {
    const { registry, clock } = this.parts;
    this.stopAsking = askBriefly(registry, this.callId, clock, (known) => {
      const where = whereaboutsOf(known, this.intake.place);
      if (where === 'ELSEWHERE' && known?.state === 'CLOSED') return this.refuse('CALL_ALREADY_ENDED');
      if (where === 'ELSEWHERE' && known !== null) this.intake.goOn(known, atMs);
      this.intake.letThrough();
      this.source?.resumed(this.intake.positionMs);
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
    if (known === null) return this.intake.begin();
    this.intake.goOn(known, this.startedAtMs);
    this.source?.resumed(this.intake.positionMs);
    this.intake.letThrough();
  }

  private refuse(code: LcaErrorCode): void {
    const { source, ender } = this;
    this.cancelWindow();
    this.state = 'OVER';
    this.source = null;
    this.intake.giveUpInputs();
    this.onGone(this, code === 'CALL_ALREADY_ENDED' ? 'ENDED' : 'REFUSED');
    source?.refuse(code);
    ender?.endRefused(code);
  }

  private leave(whenOut: Promise<boolean>): void {
    const finish = (isSafe: boolean) => {
      this.onGone(this, 'ENDED');
      if (isSafe) this.ender?.ended(this.intake.positionMs);
    };
    whenOut.then(finish).catch((error: unknown) => {
      this.parts.logger.error({ callId: this.callId, error: String(error) }, 'the end of a call could not be told');
    });
  }

  private enter(state: LiveCallState): void {
    if (!liveCallTransitions[this.state].includes(state))
      throw new Error(`a call cannot go from ${this.state} to ${state}`);
    this.cancelWindow();
    this.state = state;
    this.source = null;
    this.intake.socketLeft();
  }
}
