import { isCallId, type CallChange, type CallId } from '@earshot/contracts';
import {
  kvsErrors,
  readPlatformEvent,
  type ContactEvent,
  type PlatformEvent,
  type StartProcessingEvent,
} from '@earshot/media/kvs';
import { Failure, type AgentLookup, type CallStartAnswer, type QueuedEvent } from '@earshot/ports';
import { toProcessingChange } from './apply-answer.js';
import { ClaimedCalls } from './claimed-calls.js';
import { findPlatformCallId, openCall, type CallEvent, type OpeningEvent } from './call-opening.js';
import type { EventOutcome } from './event-inbox.js';
import { KvsCall, type KvsCallEnding, type KvsCallTools } from './kvs-call.js';

export interface CallDeskTools extends KvsCallTools {
  readonly agents: AgentLookup;
  readonly silentMs: number;
  /** Names this process. */
  readonly owner: string;
  /** The call of this event is over. */
  isOver(eventId: string): void;
  /** Another process should see this event, or this one later. */
  putBack(eventId: string, delayMs: number): void;
}

interface RunningCall {
  readonly call: KvsCall;
  /** Its start events, which stay in the queue until it is over. */
  readonly eventIds: Set<string>;
  /** What comes while a customer's program is asked about the call; null: it was asked. */
  waiting: CallEvent[] | null;
}

/**
 * An event for a call that nobody knows by then is of no use. The start of a call stays hidden for two minutes after its process died,
 * and may stand behind many others when no process ran for a while.
 */
const LONGEST_UNKNOWN_MS = 300_000;
const FEWEST_DELIVERIES = 30;
/** A call that was refused is tried again after this time. */
const TRY_AGAIN_MS = 5_000;
/** Events that come while a customer's program is asked about their call. */
const MAX_WAITING = 64;

/** Takes each event to its call. */
export class CallDesk {
  private readonly calls = new Map<string, RunningCall>();
  private readonly claimed: ClaimedCalls;
  private isClosed = false;

  constructor(private readonly tools: CallDeskTools) {
    this.claimed = new ClaimedCalls({ ...tools, claims: tools.context.callClaims });
  }

  tick(): void {
    this.claimed.tick();
    for (const { call, waiting } of [...this.calls.values()]) if (waiting === null) call.tick();
  }

  /** Gives every call to the next process. */
  close(): void {
    this.isClosed = true;
    for (const [platformCallId, { call }] of this.calls) {
      call.lose();
      this.claimed.release(platformCallId);
    }
    this.calls.clear();
  }

  async receiveQueued(queued: QueuedEvent): Promise<EventOutcome> {
    if (this.isClosed) return 'PUT_BACK';
    const json = parseJson(queued.body);
    const event = this.readEvent(json);
    if (event === null) return 'DONE';
    if (event.kind === 'start-processing') return this.startProcessing(event, queued);
    if (event.kind === 'started' || event.kind === 'contact-flow') return this.startCall(event, json, queued);
    if (event.kind === 'contact' && event.detail.eventType === 'CONNECTED_TO_AGENT')
      return this.assignAgent(event, queued);
    return this.receiveEvent(event, queued);
  }

  private receiveEvent(event: CallEvent, queued: QueuedEvent): EventOutcome {
    const known = this.calls.get(findPlatformCallId(event));
    // The start may still be on its way, or the call runs in another process.
    if (known === undefined) return this.putBackWhileNew(queued);
    if (known.waiting === null) known.call.receiveEvent(event);
    else if (known.waiting.length < MAX_WAITING) known.waiting.push(event);
    else return 'PUT_BACK';
    return 'DONE';
  }

  private readEvent(json: unknown): PlatformEvent | null {
    const { logger, metrics } = this.tools.context.telemetry;
    const read = readPlatformEvent(json);
    if (read.ok) return read.value;
    metrics.refused.add(1, { code: read.error });
    logger.warn({ code: read.error }, kvsErrors[read.error]);
    return null;
  }

  private async startCall(event: OpeningEvent, json: unknown, queued: QueuedEvent): Promise<EventOutcome> {
    const opening = openCall(event, this.tools.silentMs);
    const { platformCallId } = opening;
    if (!this.calls.has(platformCallId) && !(await this.claimed.claim(platformCallId))) return 'PUT_BACK';
    if (this.isClosed) return 'PUT_BACK';
    const known = this.calls.get(platformCallId);
    if (known !== undefined) {
      known.eventIds.add(queued.id);
      return this.receiveEvent(event, queued) === 'DONE' ? 'KEPT' : 'PUT_BACK';
    }
    let ending: KvsCallEnding | undefined;
    const call = new KvsCall(opening, queued.receiveCount > 1, this.tools, (reason) => {
      ending = reason;
      this.removeCall(platformCallId, reason);
    });
    const running: RunningCall = { call, eventIds: new Set([queued.id]), waiting: [] };
    this.calls.set(platformCallId, running);
    const { callStartHook } = this.tools.context;
    if (callStartHook === null || !isCallId(platformCallId)) this.begin(running, event, null);
    else void callStartHook.askAboutStart(platformCallId, json).then((answer) => this.begin(running, event, answer));
    if (ending === undefined) return 'KEPT';
    // It was refused at once: another process may have room, or this one later.
    return ending === 'OVER' ? 'DONE' : 'PUT_BACK';
  }

  private begin(running: RunningCall, event: OpeningEvent, answer: CallStartAnswer | null): void {
    const { waiting } = running;
    running.waiting = null;
    if (this.isClosed) return;
    running.call.begin(event, answer);
    for (const other of waiting ?? []) running.call.receiveEvent(other);
  }

  private async startProcessing({ detail }: StartProcessingEvent, queued: QueuedEvent): Promise<EventOutcome> {
    const { callId } = detail;
    return isCallId(callId) ? this.changeCall(callId, async () => toProcessingChange(detail), queued) : 'DONE';
  }

  private async assignAgent({ detail }: ContactEvent, queued: QueuedEvent): Promise<EventOutcome> {
    const { contactId, agentInfo } = detail;
    if (agentInfo === undefined || !isCallId(contactId)) return 'DONE';
    return this.changeCall(contactId, () => this.findAgentChange(agentInfo.agentArn), queued);
  }

  private async findAgentChange(agentArn: string): Promise<CallChange | null> {
    const agentId = await this.tools.agents.findAgent(agentArn);
    return agentId === null ? null : { agentId };
  }

  /** The call may be in another process. A call that nobody knows gets no change: it would be stored as a call of its own. */
  private async changeCall(
    callId: CallId,
    findChange: () => Promise<CallChange | null>,
    queued: QueuedEvent,
  ): Promise<EventOutcome> {
    const { context, origin, logger } = this.tools;
    try {
      if (!this.calls.has(callId) && (await context.records.findCall(callId)) === null)
        return this.putBackWhileNew(queued);
      const change = await findChange();
      if (change === null) return 'DONE';
      const known = this.calls.get(callId);
      if (known === undefined) return (await context.changeCall(origin, callId, change)) ? 'DONE' : 'PUT_BACK';
      // The call is there when its program has answered.
      if (known.waiting !== null) return 'PUT_BACK';
      return known.call.changeCall(change) ? 'DONE' : this.putBackWhileNew(queued);
    } catch (error) {
      logger.warn({ err: error, callId }, 'the database or Amazon Connect did not answer; a change of a call waits');
      return error instanceof Failure && error.retryable ? 'PUT_BACK' : this.putBackWhileNew(queued);
    }
  }

  private putBackWhileNew({ sentAtMs, receiveCount }: QueuedEvent): EventOutcome {
    const isOld = this.tools.clock.nowMs() - sentAtMs > LONGEST_UNKNOWN_MS;
    return isOld && receiveCount >= FEWEST_DELIVERIES ? 'DONE' : 'PUT_BACK';
  }

  private removeCall(platformCallId: string, ending: KvsCallEnding): void {
    const running = this.calls.get(platformCallId);
    this.calls.delete(platformCallId);
    this.claimed.release(platformCallId);
    for (const id of running?.eventIds ?? []) {
      if (ending === 'OVER') this.tools.isOver(id);
      else this.tools.putBack(id, TRY_AGAIN_MS);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
