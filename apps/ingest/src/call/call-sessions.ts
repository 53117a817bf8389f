import { err, ok, type CallId, type CallRefusalCode, type Result } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { pause, type Clock } from '@earshot/ports';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { Admission } from '../limits/admission.js';
import type { CallQuotas } from '../limits/call-quotas.js';
import type { CallClient, CallRefusal } from './call-client.js';
import { ownerOfStart } from './call-owner.js';
import type { CallSession } from './call-session.js';
import type { CallEnding } from './call-session-states.js';
import { ignoreEngineChoice, isSameFormat, type CallStart } from './call-start.js';
import { isOfTenant, RequestMemory, type ChangeRequest } from './earlier-requests.js';
import type { PauseRequest } from './pause-state.js';
import type { ReplayPosition } from './received-stream.js';

/** A call that a START began or continued. */
export interface StartedCall {
  readonly session: CallSession;
  /** Position on the call clock where a call of this process continues. */
  readonly resumedAtMs?: number;
  /** Where its source goes on with the audio that it keeps. */
  readonly replay?: ReplayPosition | undefined;
  /** The registry still decides whether the call is accepted: `CallClient.confirmResume` or `refuseCall` follows. */
  readonly isUndecided: boolean;
}

export type CreateCallSession = (start: CallStart, onGone: (ending: CallEnding) => void) => CallSession;

export interface CallSessionLimits {
  readonly maxCalls: number;
  readonly quotas: CallQuotas;
  /** Whether a source may choose the speech engine of its call. */
  readonly mayChooseEngine: boolean;
}

/** The registry learns of an end only after the bus has it; until then, and longer, this process remembers. */
const REMEMBERED_ENDS = 20_000;

/** Every call of this process by its id. */
export class CallSessions {
  private readonly sessions = new Map<CallId, CallSession>();
  /** The owner of each call that ended here. */
  private readonly ended = new BoundedMap<CallId, string>(REMEMBERED_ENDS);
  private readonly requests = new RequestMemory();
  private isDraining = false;

  constructor(
    private readonly limits: CallSessionLimits,
    private readonly admission: Pick<Admission, 'refusalCode'>,
    private readonly createSession: CreateCallSession,
    private readonly clock: Clock,
    private readonly telemetry: IngestTelemetry<'liveCalls'>,
  ) {}

  /** Answers START from memory. While new calls are refused, only calls that another process knows are accepted. */
  startCall(announced: CallStart, client: CallClient): Result<StartedCall, CallRefusal> {
    const start = this.limits.mayChooseEngine ? announced : ignoreEngineChoice(announced);
    const { callId } = start;
    const nowMs = this.clock.nowMs();
    const refusal = this.limits.quotas.takeStart(client.origin, nowMs) ?? this.refusalOfId(start);
    if (refusal !== null) return err(refusal);
    const running = this.sessions.get(callId);
    if (running !== undefined) return this.carryOn(running, start, client);
    if (this.isDraining || this.sessions.size >= this.limits.maxCalls) return err('CALL_LIMIT_REACHED');
    const tooMany = this.limits.quotas.refusalOfNewCall(client.origin);
    if (tooMany !== null) return err(tooMany);
    const busyCode = this.admission.refusalCode;
    if (busyCode !== null && start.isNewId) return err(busyCode);
    const session = this.createSession(start, (ending) => this.remove(callId, ending));
    this.sessions.set(callId, session);
    this.limits.quotas.addCall(callId, client.origin, nowMs);
    session.open(client, busyCode, this.requests.find(callId, start.tenant));
    return ok({ session, replay: session.replay, isUndecided: busyCode !== null });
  }

  /** The call was erased: its audio ends here, and its source is told that it is over. */
  endErasedCall(callId: CallId): void {
    this.sessions.get(callId)?.endErased();
  }

  /** Pauses a call, or lets it go on: now if it is here, and otherwise if it comes here. */
  setPause(callId: CallId, request: PauseRequest): void {
    const session = this.sessions.get(callId);
    if (session !== undefined) return session.setPause(request);
    this.requests.setPause(callId, { ...request, changedAtMs: this.clock.nowMs() });
  }

  /** Changes how a call is heard: now if it is here, and if it comes here later. */
  changeHearing(callId: CallId, request: ChangeRequest): void {
    this.requests.addChange(callId, request);
    const session = this.sessions.get(callId);
    if (session !== undefined && isOfTenant(request, session.start.tenant)) session.applyChange(request.change);
  }

  /** Refuses new calls from now on. */
  stopAccepting(): void {
    this.isDraining = true;
  }

  /** Resolves when the bus has everything received until now, or when `withinMs` is over. */
  async publishReceived(withinMs: number): Promise<void> {
    await this.settleWithin(withinMs, (session) => session.publishReceived());
  }

  /** Publishes everything received until the bus has it or `withinMs` is over. The calls stay open. */
  async handOver(withinMs: number): Promise<void> {
    this.stopAccepting();
    if (!(await this.settleWithin(withinMs, (session) => session.handOver()))) {
      this.telemetry.logger.error({ calls: this.sessions.size }, 'not all received audio reached the bus in time');
    }
    for (const session of this.sessions.values()) session.abandon();
    this.sessions.clear();
  }

  /** Call it about once a second. */
  forgetIdleClients(): void {
    this.limits.quotas.forgetIdleClients(this.clock.nowMs());
  }

  /** Call it about once a second. */
  announceLongSilences(): void {
    for (const session of this.sessions.values()) session.announceLongSilence();
  }

  /** Call it about once a second. */
  fillPauses(): void {
    for (const session of this.sessions.values()) session.fillPause();
  }

  updateGauge(): void {
    this.telemetry.metrics.liveCalls.set(this.sessions.size);
  }

  private async settleWithin(withinMs: number, settle: (session: CallSession) => Promise<void>): Promise<boolean> {
    const settled = new AbortController();
    const isSettled = await Promise.race([
      Promise.all([...this.sessions.values()].map(settle)).then(() => true),
      pause(this.clock, withinMs, settled.signal).then(() => false),
    ]);
    settled.abort();
    return isSettled;
  }

  /** Why this client may not use the id of the call; null if it may. */
  private refusalOfId(start: CallStart): CallRefusal | null {
    const running = this.sessions.get(start.callId);
    const owner = running === undefined ? this.ended.get(start.callId) : ownerOfStart(running.start);
    if (owner === undefined) return null;
    if (owner !== ownerOfStart(start)) return refusalOfStranger(running);
    return running === undefined || running.isOver ? 'CALL_ALREADY_ENDED' : null;
  }

  private carryOn(running: CallSession, start: CallStart, client: CallClient): Result<StartedCall, CallRefusalCode> {
    if (!isSameFormat(running.start.format, start.format)) return err('AUDIO_FORMAT_CHANGED');
    const carriedOn = running.carryOn(client, start, this.clock.nowMs());
    if (!carriedOn.ok) return carriedOn;
    const { positionMs, replay, isUndecided } = running;
    return ok({ session: running, replay, ...(positionMs !== undefined && { resumedAtMs: positionMs }), isUndecided });
  }

  private remove(callId: CallId, ending: CallEnding): void {
    const session = this.sessions.get(callId);
    if (ending === 'ENDED' && session !== undefined) this.ended.set(callId, ownerOfStart(session.start));
    this.sessions.delete(callId);
    this.limits.quotas.removeCall(callId);
  }
}

/**
 * Until the registry has answered, nobody knows whose call this is: whoever was first here may be the stranger. So the other
 * one may come back.
 */
const refusalOfStranger = (running: CallSession | undefined): CallRefusal =>
  running === undefined || running.isOwnerKnown ? 'CALL_OF_ANOTHER' : 'SERVICE_BUSY';
