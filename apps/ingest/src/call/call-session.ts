import {
  type CallChange,
  callRefusals,
  err,
  type HearingChange,
  ok,
  rosterRefusals,
  type CallRefusalCode,
  type Result,
  type RosterRefusalCode,
} from '@earshot/contracts';
import type { KnownCall } from '@earshot/ports';
import type { DeclaredGap } from '../audio/track-gap.js';
import type { IngestTelemetry } from '../ingest.metrics.js';
import { checkKnownCall } from '../registry/check-known-call.js';
import type { KnownCalls } from '../registry/known-calls.js';
import { locateCall } from '../registry/locate-call.js';
import { factsOf, hearingOf, isEmptyChange } from './call-change.js';
import type { CallClient, CallRefusal } from './call-client.js';
import { CallHearing, type CallOpening } from './call-hearing.js';
import type { CallPipeline } from './call-pipeline.js';
import { ingestProblem, type CallProblem } from './call-problems.js';
import type { RosterAnnouncement } from './call-roster.js';
import { callSessionTransitions, type CallEnding, type CallSessionState } from './call-session-states.js';
import type { CallStart, ReplayRequest, Roster } from './call-start.js';
import { ReceivedStream, type ReplayPosition } from './received-stream.js';
import type { EarlierRequests } from './earlier-requests.js';
import type { PauseRequest, PauseState } from './pause-state.js';

type GapReason = DeclaredGap['reason'];
/** What a client announces that continues a call. */
type Returned = Roster & Pick<CallStart, 'replay'>;

/** One call from START to END, across the connections that bring it. */
export class CallSession {
  private state: CallSessionState = 'CONNECTED';
  private readonly received: ReceivedStream;
  private replayFrom: ReplayPosition | undefined;
  private readonly hearing: CallHearing;
  /** How the call begins: as its source announced it, with what somebody changed before it came here. */
  private opening: CallOpening;
  private client: CallClient | null = null;
  /** The client that sent END and waits for the confirmation. */
  private endingClient: CallClient | null = null;
  /** What somebody asked for before the call came here. */
  private pauseRequest: PauseState | undefined;
  /** Whether the call waits until somebody starts it. */
  private isWaiting = false;
  private mayStart = true;
  /** Why the call is refused if it is new; null: new calls are accepted. */
  private refusalOfNewCall: CallRefusalCode | null = null;
  private stopAsking = () => {};
  private stopWaiting = () => {};

  constructor(
    readonly start: CallStart,
    private readonly pipeline: CallPipeline,
    private readonly knownCalls: KnownCalls,
    private readonly onGone: (ending: CallEnding) => void,
    private readonly telemetry: IngestTelemetry<'moved'>,
  ) {
    this.received = new ReceivedStream(start.format);
    this.hearing = new CallHearing(start);
    this.opening = this.hearing.opening;
  }

  get callId() {
    return this.start.callId;
  }

  get isOver(): boolean {
    return this.state === 'OVER';
  }

  /** Position on the call clock, milliseconds; undefined while it is unknown. */
  get positionMs(): number | undefined {
    return this.pipeline.isPlaced ? this.pipeline.positionMs : undefined;
  }

  /** Whether the registry has answered that the call is new, or that it belongs to whoever started it here. */
  get isOwnerKnown(): boolean {
    return this.pipeline.isPlaced;
  }

  /** Whether the registry still decides if the call is accepted: new calls are refused now, and it may be one. */
  get isUndecided(): boolean {
    return this.refusalOfNewCall !== null && !this.pipeline.isPlaced;
  }

  /** Where the connected source goes on with the audio that it keeps; undefined if it keeps none. */
  get replay(): ReplayPosition | undefined {
    return this.replayFrom;
  }

  /** Begins the call. With `refusalOfNewCall`, accepts it only if it continues from another process. */
  open(client: CallClient, refusalOfNewCall: CallRefusalCode | null, earlier: EarlierRequests = {}): void {
    this.pauseRequest = earlier.pause;
    for (const change of earlier.changes ?? []) this.hearing.change(change);
    this.opening = this.hearing.opening;
    this.mayStart = this.start.awaitsStart !== true || isAskedToStart(earlier.changes ?? []);
    this.refusalOfNewCall = refusalOfNewCall;
    this.client = client;
    this.replayFrom = this.received.resume(this.start.replay).position;
    this.pipeline.connect(client);
    if (this.start.isNewId) return this.acceptOrRefuse(null);
    this.stopAsking = this.knownCalls.findStartedCall(this.callId, {
      onAnswer: (known) => this.acceptOrRefuse(known),
      onUnanswered: () => refusalOfNewCall === null && this.pipeline.announceStart(),
      onUnavailable: () => this.reportProblem(ingestProblem('CALL_REGISTRY_UNAVAILABLE')),
    });
  }

  /** Keeps views of `samples` until the bus has them. */
  receiveAudio(samples: Uint8Array): void {
    this.received.count(samples.length);
    this.pipeline.receiveAudio(samples);
  }

  /** The source knows that a part of the call is missing here. */
  declareGap(gap: DeclaredGap): void {
    this.pipeline.declareGap(gap);
  }

  /** The source says who is on the call, or on its tracks. */
  changeRoster(request: RosterAnnouncement): Result<void, RosterRefusalCode> {
    if (!this.pipeline.takeChange()) return err('TOO_MANY_CHANGES');
    const changes = this.hearing.changeRoster(request);
    if (!changes.ok) return changes;
    this.pipeline.updateCall(changes.value);
    return ok(undefined);
  }

  /** Drops the audio of the call from now on, or takes it again. Nothing happens if it is so already, or if the call is over. */
  setPause(request: PauseRequest): void {
    if (this.isOver) return;
    this.applyPause(request);
    this.client?.changePause?.(request.isPaused);
  }

  /** The client pauses its call, or lets it go on. A pause is never refused. */
  requestPause(request: PauseRequest): Result<void, RosterRefusalCode> {
    if (!request.isPaused && !this.pipeline.takeChange()) return err('TOO_MANY_CHANGES');
    this.applyPause(request);
    return ok(undefined);
  }

  /** The source changes its call. */
  requestChange(change: CallChange, requestedBy: PauseRequest['requestedBy']): Result<void, RosterRefusalCode> {
    if (!this.pipeline.takeChange()) return err('TOO_MANY_CHANGES');
    const facts = factsOf(change);
    if (!isEmptyChange(facts)) this.pipeline.updateCall([{ kind: 'facts-changed', change: { ...facts, requestedBy } }]);
    return this.changeHearing(hearingOf(change));
  }

  /** Somebody changes how the call is heard. A refusal is shown on the call. */
  applyChange(change: HearingChange): void {
    if (this.isOver) return;
    const changed = this.changeHearing(change);
    if (!changed.ok) this.reportProblem({ code: changed.error, message: changeRefusals[changed.error].means });
  }

  reportProblem(problem: CallProblem): void {
    this.pipeline.reportProblem(problem);
  }

  /** The client sent END. `endedAtMs`: when the call ended, if that was before now. */
  end(endedAtMs?: number): void {
    this.endingClient = this.client;
    this.startIfWaiting();
    this.enter('OVER');
    this.close('ENDED', endedAtMs);
  }

  /** The call was erased. Its end is published, because the other stages wait for it; persistence drops what comes with it. */
  endErased(): void {
    if (this.isOver) return;
    if (!this.pipeline.isPlaced) return this.refuse('CALL_ALREADY_ENDED');
    const { client } = this;
    this.enter('OVER');
    this.close('INTERRUPTED');
    client?.refuseCall('CALL_ALREADY_ENDED');
  }

  /** Says that a connected source has sent no audio for long. Call it about once a second. */
  announceLongSilence(): void {
    if (this.state === 'CONNECTED') this.pipeline.announceLongSilence();
  }

  /** Counts the time of a paused call whose connected source sends nothing. Call it about once a second. */
  fillPause(): void {
    if (this.state === 'CONNECTED') this.pipeline.fillPause();
  }

  /** The connection was lost without END. */
  loseConnection(): void {
    if (this.state !== 'CONNECTED') return;
    this.enter('LOST');
    this.pipeline.announceLoss();
    this.stopWaiting = this.knownCalls.awaitReturn({
      callId: this.callId,
      getPublished: () => (this.pipeline.isPlaced ? this.pipeline.published : null),
      onNobodyReturned: () => this.interrupt(),
      onMoved: () => this.leaveToOtherProcess(),
    });
  }

  /**
   * Another client continues the call with the roster that it announces. A client that still carries the call is told. A
   * refusal changes nothing.
   */
  carryOn(client: CallClient, announced: Returned, nowMs: number): Result<void, CallRefusalCode> {
    const roster = this.hearing.roster.correct(announced);
    if (!this.hearing.roster.isSameAs(roster) && !this.pipeline.hasRoomForRoster) return err('SERVICE_BUSY');
    const changes = this.hearing.roster.replace(roster);
    if (!changes.ok) return changes;
    const before = this.client;
    const gapReason = this.state === 'LOST' ? 'CONNECTION_LOST' : 'CALL_MOVED';
    this.enter('CONNECTED');
    this.client = client;
    before?.refuseCall('CALL_TAKEN_OVER');
    const mayHaveMoved = this.pipeline.isPlaced && this.knownCalls.isShared;
    if (mayHaveMoved) this.pipeline.holdInputs();
    this.resumeStream(announced.replay, nowMs, gapReason);
    this.pipeline.updateCall(changes.value);
    if (mayHaveMoved) this.locateReturnedCall(nowMs);
    this.pipeline.connect(client);
    this.tellPause();
    return ok(undefined);
  }

  /** What the source kept of its audio follows, and takes as long as it lasts. What nobody has is a gap. */
  private resumeStream(request: ReplayRequest | undefined, nowMs: number, reason: GapReason): void {
    const { position, lostSamples } = this.received.resume(request);
    this.replayFrom = position;
    if (lostSamples === null) this.pipeline.resumeAfterLoss(nowMs, reason);
    else if (lostSamples > 0) this.pipeline.declareGap({ samples: lostSamples, reason });
  }

  /** Resolves when the bus has everything received until now. */
  publishReceived(): Promise<void> {
    return this.pipeline.publishReceived();
  }

  /** The process stops: publishes everything received; the call stays open for the next process. */
  handOver(): Promise<void> {
    this.stopWaiting();
    return this.publishReceived();
  }

  /** Discards everything that could not be published in time. */
  abandon(): void {
    this.stopAsking();
    this.stopWaiting();
    this.pipeline.abandon();
  }

  private applyPause(request: PauseRequest): void {
    // A lost call may go on in another process, which then counts the time.
    this.fillPause();
    this.pipeline.setPause(request);
  }

  /** A client that brings a paused call back does not know of the pause. */
  private tellPause(): void {
    if (this.pipeline.isPlaced && this.pipeline.isPaused) this.client?.changePause?.(true);
  }

  private interrupt(): void {
    this.startIfWaiting();
    this.enter('OVER');
    this.close('INTERRUPTED');
  }

  /** Another process continues the call: this one publishes nothing more of it. */
  private leaveToOtherProcess(): void {
    this.enter('OVER');
    this.stopAsking();
    this.pipeline.discardInputs();
    this.telemetry.metrics.moved.add();
    this.telemetry.logger.info({ callId: this.callId }, 'a call continues in another process');
    this.onGone('MOVED');
  }

  /** A client that returns here may have been connected to another process in between. */
  private locateReturnedCall(nowMs: number): void {
    const { opening } = this.hearing;
    this.stopAsking = this.knownCalls.findReturnedCall(this.callId, (known) => {
      const isElsewhere = locateCall(known, this.pipeline.published) === 'ELSEWHERE';
      if (isElsewhere && known?.state === 'CLOSED') return this.refuse('CALL_ALREADY_ENDED');
      if (isElsewhere && known !== null) {
        this.isWaiting = false;
        this.pipeline.adoptPause(known.pause);
        this.pipeline.continueFrom(known, nowMs, opening);
      }
      this.pipeline.releaseInputs();
      this.client?.confirmResume(this.pipeline.positionMs, this.replayFrom);
      this.tellPause();
    });
  }

  private acceptOrRefuse(known: KnownCall | null): void {
    const refusal = checkKnownCall(known, this.start, this.refusalOfNewCall);
    if (refusal !== null) return this.refuse(refusal);
    if (this.start.isEngineChoiceIgnored === true) this.reportProblem(ingestProblem('ENGINE_CHOICE_IGNORED'));
    if (this.mustWait(known)) return this.wait(known);
    this.pipeline.adoptPause(known?.pause ?? null);
    this.placeCall(known);
    if (this.pauseRequest !== undefined) this.pipeline.adoptRequest(this.pauseRequest);
    const { recordedClock } = this.start;
    if (known?.state === 'OPEN' || this.pipeline.positionMs > 0 || recordedClock !== undefined)
      this.client?.confirmResume(this.pipeline.positionMs, this.replayFrom);
    this.pipeline.releaseInputs();
    this.tellPause();
  }

  private placeCall(known: KnownCall | null): void {
    if (known?.state === 'OPEN') this.pipeline.continueFrom(known, this.pipeline.startedAtMs, this.opening);
    else this.pipeline.begin(this.opening, known?.startedAtMs);
  }

  /** A call that another process started goes on at once. */
  private mustWait(known: KnownCall | null): boolean {
    return !this.mayStart && (known === null || known.awaitsStart === true);
  }

  private wait(known: KnownCall | null): void {
    this.isWaiting = true;
    this.pipeline.wait();
    if (this.pauseRequest !== undefined) this.pipeline.setPause(this.pauseRequest);
    if (known !== null) this.client?.confirmResume(0);
  }

  private startIfWaiting(): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.pipeline.beginWaiting(this.hearing.opening);
    this.tellPause();
  }

  private changeHearing(change: HearingChange): Result<void, RosterRefusalCode> {
    const { updates, refusal } = this.hearing.change(change);
    this.pipeline.updateCall(updates);
    if (change.startProcessing === true) this.startNow();
    return refusal === null ? ok(undefined) : err(refusal);
  }

  /** A call whose entry in the registry is not known yet starts when it is. */
  private startNow(): void {
    this.mayStart = true;
    this.startIfWaiting();
  }

  private refuse(code: CallRefusal): void {
    const { client, endingClient } = this;
    this.stopWaiting();
    this.state = 'OVER';
    this.disconnect();
    this.pipeline.discardInputs();
    this.onGone(code === 'CALL_ALREADY_ENDED' ? 'ENDED' : 'REFUSED');
    client?.refuseCall(code);
    endingClient?.refuseEnd(code);
  }

  private close(reason: 'ENDED' | 'INTERRUPTED', endedAtMs?: number): void {
    this.pipeline.close(reason, endedAtMs, (isPublished) => {
      const confirm = (isSafe: boolean) => {
        this.onGone('ENDED');
        if (isSafe) this.endingClient?.confirmEnd(this.pipeline.positionMs);
      };
      isPublished.then(confirm).catch((error: unknown) => {
        const fields = { callId: this.callId, err: error };
        this.telemetry.logger.error(fields, 'could not confirm the end of the call to the client');
      });
    });
  }

  private enter(state: CallSessionState): void {
    if (!callSessionTransitions[this.state].includes(state)) {
      throw new Error(`a call cannot go from ${this.state} to ${state}`);
    }
    this.stopWaiting();
    this.state = state;
    this.disconnect();
  }

  private disconnect(): void {
    this.client = null;
    this.pipeline.disconnect();
  }
}

const { TOO_MANY_PARTICIPANTS } = callRefusals;
const changeRefusals = { ...rosterRefusals, TOO_MANY_PARTICIPANTS };

const isAskedToStart = (changes: readonly HearingChange[]): boolean =>
  changes.some(({ startProcessing }) => startProcessing === true);
