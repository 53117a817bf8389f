import {
  makeEvent,
  segmentIdSchema,
  type CallId,
  type CallMetadata,
  type EventData,
  type JsonEventType,
  type SegmentId,
} from '@earshot/contracts';
import { boundMetadata } from '@earshot/domain';
import {
  findSpeaker,
  speakerWithRole,
  toRevision,
  type LcaCategoryMatch,
  type LcaFacts,
  type LcaSegment,
  type LcaSpeaker,
} from '@earshot/media/lca-events';
import type { Clock, NewId } from '@earshot/ports';
import type { OutgoingEvent } from '../../bus/outgoing-event.js';

/** Names the source on its calls, and the engine of their words. */
export const LCA_EVENTS = 'lca-events';

export interface TextCallOwner {
  readonly tenant: string;
  readonly startedBy: string;
}

interface TextCallEventsOptions {
  readonly owner: TextCallOwner;
  readonly longestQuietMs: number;
  /** Categories that are alerts; `*` means all. */
  readonly alerts: readonly string[];
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Makes the events of calls that come in records. What a record causes is the same whenever and wherever it is read. */
export class TextCallEvents {
  constructor(private readonly options: TextCallEventsOptions) {}

  started(callId: CallId, startedAtMs: number, { metadata, ...facts }: LcaFacts): OutgoingEvent {
    const { owner, longestQuietMs } = this.options;
    const kept = metadata && keepMetadata(metadata);
    const data = { source: LCA_EVENTS, startedAtMs, ...facts, ...(kept && { metadata: kept }), ...owner };
    return this.onLifecycle('call.started', callId, { ...data, textOnly: { longestQuietMs } });
  }

  /** Null if the facts say nothing. */
  changed(callId: CallId, changedAtMs: number, { metadata, ...facts }: LcaFacts): OutgoingEvent | null {
    const kept = metadata && keepMetadata(metadata);
    const changes = { ...facts, ...(kept && { metadata: kept }) };
    if (Object.keys(changes).length === 0) return null;
    // A change of another tenant than the call's is dropped.
    const { tenant } = this.options.owner;
    return this.onLifecycle('call.changed', callId, { ...changes, tenant, changedAtMs });
  }

  joined(callId: CallId, { participantId: id, role }: LcaSpeaker, facts: LcaFacts = {}): OutgoingEvent {
    const { agentId: name, customerNumber: number } = facts;
    const details = role === 'AGENT' ? name && { name } : role === 'CUSTOMER' ? number && { number } : undefined;
    return this.onLifecycle('participant.joined', callId, { participant: { id, role, ...(details || {}) }, atMs: 0 });
  }

  engineSelected(callId: CallId): OutgoingEvent {
    const data = { engine: LCA_EVENTS, reason: 'the source of the call brings the words' };
    return this.onTranscript('transcript.engine-selected', callId, data);
  }

  segment(callId: CallId, segment: LcaSegment, arrivedAtMs: number): OutgoingEvent {
    const { sentiment } = segment;
    return this.onTranscript('transcript.segment', callId, {
      ...segment,
      ...(segment.issues && { issues: [...segment.issues] }),
      ...(sentiment !== undefined && { sentimentEngine: LCA_EVENTS }),
      revision: toRevision(arrivedAtMs, segment.isPartial),
      words: [],
      engine: LCA_EVENTS,
      recognizedAtMs: arrivedAtMs,
    });
  }

  /** The record does not say who spoke. The id comes from the span, so that a match that is read again is the same one. */
  categoryMatched(callId: CallId, { category, span }: LcaCategoryMatch): OutgoingEvent {
    const { alerts } = this.options;
    return this.onTranscript('category.matched', callId, {
      ...speakerWithRole('UNKNOWN'),
      category,
      isAlert: alerts.includes('*') || alerts.includes(category),
      segmentId: idOfSpan(span),
      atMs: span?.startMs ?? 0,
    });
  }

  ended(callId: CallId, endedAtMs: number, durationMs: number, hasFailed: boolean): OutgoingEvent {
    const reason = hasFailed ? ('INTERRUPTED' as const) : ('ENDED' as const);
    return this.onLifecycle('call.ended', callId, { endedAtMs, durationMs, reason });
  }

  completed(callId: CallId, durationMs: number): OutgoingEvent {
    return this.onTranscript('transcript.completed', callId, { durationMs });
  }

  private onLifecycle<T extends 'call.started' | 'call.changed' | 'call.ended' | 'participant.joined'>(
    type: T,
    callId: CallId,
    data: EventData<T>,
  ): OutgoingEvent {
    return { topic: 'calls.lifecycle', event: this.make(type, callId, data) } as OutgoingEvent;
  }

  private onTranscript<
    T extends 'transcript.segment' | 'transcript.engine-selected' | 'transcript.completed' | 'category.matched',
  >(type: T, callId: CallId, data: EventData<T>): OutgoingEvent {
    return { topic: 'calls.transcript', event: this.make(type, callId, data) } as OutgoingEvent;
  }

  private make<T extends JsonEventType>(type: T, callId: CallId, data: EventData<T>) {
    const { clock, newId } = this.options;
    return makeEvent(type, callId, data, { id: newId(), occurredAtMs: clock.nowMs() });
  }
}

/** Both parties whom a call of LCA has from its start. */
export const bothParties: readonly LcaSpeaker[] = [findSpeaker('CALLER'), findSpeaker('AGENT')];

const idOfSpan = (span: LcaCategoryMatch['span']): SegmentId =>
  segmentIdSchema.parse(span === null ? 'category:call' : `category:${span.startMs}_${span.endMs}`.slice(0, 64));

/** The entries that a call can keep, and none that holds a secret. */
function keepMetadata(metadata: Readonly<Record<string, string>>): CallMetadata | undefined {
  const kept = boundMetadata(Object.entries(metadata));
  return Object.keys(kept).length === 0 ? undefined : kept;
}
