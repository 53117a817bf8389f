import {
  err,
  type CallChange,
  type CallId,
  type CallRefusalCode,
  type Result,
  type RosterRefusalCode,
} from '@earshot/contracts';
import { openPrincipal } from '@earshot/domain';
import type { GapDeclaration, PauseMessage, ReplayPosition, RosterRequest } from '@earshot/media/session';
import type { AudioReader, CallClient, CallRefusal } from '../call/call-client.js';
import type { CallProblem } from '../call/call-problems.js';
import type { CallSession } from '../call/call-session.js';
import { toAudioMs, type CallStart } from '../call/call-start.js';
import type { CallOrigin } from '../limits/client-quota.js';
import type { SourceContext } from './media-source.js';

/** Whether the call of somebody else is live or over, the answer is the same. */
const WORDS_FOR_STRANGERS = 'CALL_ALREADY_ENDED';

/** What a source hears of its call. */
export interface CallFeedListener extends AudioReader {
  /**
   * The call is accepted. Comes again with a position if that was not known before. `resumedAtMs`: where a call continues. `replay`:
   * where a source goes on that keeps its audio.
   */
  onStarted(callId: CallId, resumedAtMs?: number, replay?: ReplayPosition): void;
  /** The call is not taken, or no longer from here. Its audio is dropped from now on. */
  onRefused(code: CallRefusalCode): void;
  /** The bus has everything of the call. `durationMs`: its end on the call clock. */
  onEnded(callId: CallId, durationMs: number): void;
  /** The source ended the call, and the call was refused afterwards. */
  onEndRefused(callId: CallId, code: CallRefusalCode): void;
  /** Somebody at Earshot paused the call, or let it go on. May say so of a call that is so already. */
  onPauseChanged?(isPaused: boolean): void;
}

/**
 * One connection's way to bring a call, whatever it comes by. After `end` or `loseCall` it may start the next one. What a feed
 * without a call is told has no effect.
 */
export class CallFeed {
  private call: CallSession | undefined;
  /** The last call that was started here, and its audio on this connection. */
  private offered: { readonly start: CallStart; audioMs: number; isRefused: boolean } | undefined;

  constructor(
    private readonly origin: CallOrigin,
    private readonly context: Pick<SourceContext, 'agentNumbers' | 'calls' | 'refusedReturns' | 'telemetry'>,
    private readonly listener: CallFeedListener,
  ) {}

  /** The running call. */
  get callId(): CallId | undefined {
    return this.call?.callId;
  }

  /** Whether the last call was refused because it is over. `countRefused` counts audio that still comes for it. */
  get isRefused(): boolean {
    return this.offered?.isRefused === true;
  }

  /** Starts a call, or continues one after its connection was lost. The listener hears whether it is accepted. */
  startCall(announced: CallStart): void {
    const { callId } = announced;
    const participants = announced.participants.map((one) => this.context.agentNumbers.recognizeAgent(one));
    const start = { ...announced, participants, ...ownerOf(this.origin), ...agentOf(this.origin) };
    this.offered = { start, audioMs: 0, isRefused: false };
    const started = this.context.calls.startCall(start, this.asClient(callId));
    if (!started.ok) return this.refuseCall(started.error);
    const { session, resumedAtMs, replay, isUndecided } = started.value;
    this.call = session;
    if (!isUndecided) this.listener.onStarted(callId, resumedAtMs, replay);
    this.context.telemetry.logger.info({ callId, resumedAtMs }, 'call started');
  }

  /** Interleaved samples of all tracks. Keeps views of them until the bus has them. */
  receiveAudio(samples: Uint8Array): void {
    if (this.isRefused) return this.countRefused(samples.length);
    if (this.offered !== undefined) this.offered.audioMs += toAudioMs(this.offered.start.format, samples.length);
    this.call?.receiveAudio(samples);
  }

  /** Audio came for a call that is over. */
  countRefused(bytes: number): void {
    const { offered } = this;
    if (offered === undefined) return;
    this.context.refusedReturns.addAudio(offered.start.callId, toAudioMs(offered.start.format, bytes));
  }

  /** A part of the call is missing here. Only for calls that are `isTimed`. */
  declareGap(gap: GapDeclaration): void {
    this.call?.declareGap(gap);
  }

  changeRoster(change: RosterRequest): Result<void, RosterRefusalCode> {
    if (this.call === undefined) return err('CHANGE_WITHOUT_CALL');
    if (change.kind !== 'join' && change.kind !== 'change') return this.call.changeRoster(change);
    return this.call.changeRoster({
      ...change,
      participant: this.context.agentNumbers.recognizeAgent(change.participant),
    });
  }

  /** The source says what else is known of the call, or how it is heard from now on. */
  changeCall(announced: CallChange): Result<void, RosterRefusalCode> {
    if (this.call === undefined) return err('CHANGE_WITHOUT_CALL');
    const { key: principal, subject } = this.origin.principal;
    const change = announced.agentId === undefined ? announced : { ...announced, ...agentOf(this.origin) };
    return this.call.requestChange(change, { principal, subject });
  }

  /** The source pauses the call, or lets it go on. */
  setPause(message: PauseMessage): Result<void, RosterRefusalCode> {
    if (this.call === undefined) return err('CHANGE_WITHOUT_CALL');
    const { key: principal, subject } = this.origin.principal;
    return this.call.requestPause({ ...message, requestedBy: { principal, subject } });
  }

  reportProblem(problem: CallProblem): void {
    this.call?.reportProblem(problem);
  }

  /**
   * The call is over. The listener hears when the bus has all of it. `endedAtMs`: the wall clock of its end, if the source learned
   * of it later.
   */
  endCall(endedAtMs?: number): void {
    const { call } = this;
    this.call = undefined;
    call?.end(endedAtMs);
  }

  /** The connection was lost without an end: the call waits for its source. */
  loseCall(): void {
    const { call } = this;
    this.call = undefined;
    call?.loseConnection();
  }

  private asClient(callId: CallId): CallClient {
    const { listener } = this;
    return {
      origin: this.origin,
      refuseCall: (code) => {
        this.call = undefined;
        this.refuseCall(code);
      },
      confirmResume: (atMs, replay) => listener.onStarted(callId, atMs, replay),
      confirmEnd: (durationMs) => listener.onEnded(callId, durationMs),
      refuseEnd: (code) => listener.onEndRefused(callId, code === 'CALL_OF_ANOTHER' ? WORDS_FOR_STRANGERS : code),
      changePause: (isPaused) => listener.onPauseChanged?.(isPaused),
      pauseReading: () => listener.pauseReading(),
      resumeReading: () => listener.resumeReading(),
    };
  }

  private refuseCall(code: CallRefusal): void {
    const { offered } = this;
    if (code === 'CALL_OF_ANOTHER') return this.refuseStranger();
    if (code === 'CALL_ALREADY_ENDED' && offered !== undefined) {
      offered.isRefused = true;
      // A recording that is sent twice is no source that came back too late.
      if (offered.start.recordedClock === undefined)
        this.context.refusedReturns.reportAttempt(offered.start.callId, offered.audioMs);
    }
    this.listener.onRefused(code);
  }

  /** Nothing of the attempt is shown on the call, which belongs to somebody else. */
  private refuseStranger(): void {
    const { logger, metrics } = this.context.telemetry;
    const code = 'CALL_OF_ANOTHER';
    metrics.refused.add(1, { code });
    logger.warn({ code, principal: this.origin.principal.key }, 'a client started a call that belongs to another one');
    this.listener.onRefused(WORDS_FOR_STRANGERS);
  }
}

/** Whom a call belongs to. Where nobody has to prove who they are, it belongs to everybody. */
const ownerOf = ({ principal }: CallOrigin): Pick<CallStart, 'tenant' | 'startedBy'> =>
  principal.key === openPrincipal.key ? {} : { tenant: principal.tenant, startedBy: principal.key };

/** Whose key names an agent brings calls of that agent alone. */
const agentOf = ({ principal: { kind, agentId } }: CallOrigin): Pick<CallStart, 'agentId'> =>
  kind === 'SOURCE' && agentId !== null ? { agentId } : {};
