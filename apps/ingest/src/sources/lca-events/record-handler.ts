import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import {
  readLcaRecord,
  type LcaEvent,
  type LcaFacts,
  type LcaRecord,
  type LcaSegment,
} from '@earshot/media/lca-events';
import { Failure, type StreamRecord } from '@earshot/ports';
import type { OutgoingEvent } from '../../bus/outgoing-event.js';
import type { IngestTelemetry } from '../../ingest.metrics.js';
import type { RecordSourceContext } from '../media-source.js';
import { factsOf, findChange, type FactChange } from './find-change.js';
import { labelOfUnkept } from './label-of-unkept.js';
import type { PendingEnds } from './pending-ends.js';
import { TextCall } from './text-call.js';
import { bothParties, type TextCallEvents } from './text-call-events.js';

/** Calls of which the next records need no look into the database. */
const MAX_CALLS = 20_000;

export interface RecordHandlerOptions {
  readonly records: RecordSourceContext;
  readonly events: TextCallEvents;
  readonly ends: PendingEnds;
  /** The key of the principal that owns the calls of the stream. */
  readonly ownerKey: string;
  readonly telemetry: IngestTelemetry<'refused' | 'unkept'>;
  /** Aborted when the source closes. */
  readonly signal: AbortSignal;
}

/** Turns the records of a stream into events of calls. A record is acknowledged when the bus has everything that it says. */
export class RecordHandler {
  private readonly calls = new BoundedMap<CallId, TextCall>(MAX_CALLS);
  /** The last record of each call that is being handled. */
  private readonly turns = new Map<CallId, Promise<void>>();

  constructor(private readonly options: RecordHandlerOptions) {}

  /** Rejects while the bus or the database does not answer; the record then comes again. */
  async handleRecord(record: StreamRecord): Promise<void> {
    const { records, telemetry } = this.options;
    const read = readLcaRecord(record.value, `lca:${record.sequenceNumber}`);
    if (!read.ok) {
      await records.setAside(record, read.error, null);
      return record.acknowledge();
    }
    const { callId, unkept } = read.value;
    for (const field of unkept) telemetry.metrics.unkept.add(1, { field: labelOfUnkept(field) });
    await this.takeTurn(callId, () => this.handleEvents(read.value, record));
  }

  /** One record of a call after the other. The reader keeps the order of a partition key, and a producer may use several for one call. */
  private async takeTurn(callId: CallId, handle: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(callId) ?? Promise.resolve()).then(handle);
    const settled = turn.catch(() => undefined);
    this.turns.set(callId, settled);
    try {
      await turn;
    } finally {
      if (this.turns.get(callId) === settled) this.turns.delete(callId);
    }
  }

  private async handleEvents({ callId, events, refused }: LcaRecord, record: StreamRecord): Promise<void> {
    const { records } = this.options;
    const call = await this.findCall(callId);
    if (call === null) {
      this.refuseStranger(callId);
      return record.acknowledge();
    }
    this.options.ends.noteNews(callId);
    const isEnd = await this.publishWhole(call, events, record);
    const [code] = refused;
    if (code !== undefined) await records.setAside(record, code, call.isStarted ? callId : null);
    if (!isEnd) record.acknowledge();
  }

  /** Null: the call belongs to another principal, or it is erased. */
  private async findCall(callId: CallId): Promise<TextCall | null> {
    const known = this.calls.get(callId);
    if (known !== undefined) return known;
    const stored = await this.options.records.findCall(callId);
    if (stored !== null && stored.startedBy !== this.options.ownerKey) return null;
    const call = new TextCall(callId, stored !== null);
    this.calls.set(callId, call);
    return call;
  }

  /** Nothing of the record is kept: what it says is about a call of somebody else, or about one that must be forgotten. */
  private refuseStranger(callId: CallId): void {
    const { logger, metrics } = this.options.telemetry;
    const code = 'CALL_OF_ANOTHER';
    metrics.refused.add(1, { code });
    logger.warn({ code, callId }, 'a record is about a call that this stream did not bring; it was dropped');
  }

  /** The call does not end before all of the record is published, however slow the bus is. */
  private async publishWhole(call: TextCall, events: readonly LcaEvent[], record: StreamRecord): Promise<boolean> {
    call.isPublishing = true;
    try {
      return await this.publishAll(call, events, record);
    } finally {
      call.isPublishing = false;
    }
  }

  /** Returns whether the record ends the call. */
  private async publishAll(call: TextCall, events: readonly LcaEvent[], record: StreamRecord): Promise<boolean> {
    const segments = lastOfEach(events.flatMap((event) => segmentOf(call, event)));
    const [first] = events;
    if (first === undefined) return false;
    const latestEndMs = Math.max(0, ...segments.map(({ endMs }) => endMs));
    if (first.kind !== 'started') await this.start(call, record.arrivedAtMs - latestEndMs, {});
    for (const segment of segments) await this.publishSegment(call, segment, record);
    let isEnd = false;
    for (const event of events) isEnd = (await this.publishEvent(call, event, record)) || isEnd;
    return isEnd;
  }

  /** Begins a call that this process does not know as begun. */
  private async start(call: TextCall, startedAtMs: number, facts: LcaFacts): Promise<void> {
    if (call.isStarted) return;
    const { events } = this.options;
    await this.deliver(events.started(call.callId, Math.max(0, startedAtMs), facts));
    await this.deliver(events.engineSelected(call.callId));
    for (const party of bothParties) {
      await this.deliver(events.joined(call.callId, party, facts));
      call.announced.add(party.role);
    }
    call.isStarted = true;
  }

  private async publishSegment(call: TextCall, segment: LcaSegment, { arrivedAtMs }: StreamRecord): Promise<void> {
    const { events } = this.options;
    if (!call.announced.has(segment.role)) {
      await this.deliver(events.joined(call.callId, segment));
      call.announced.add(segment.role);
    }
    await this.deliver(events.segment(call.callId, segment, arrivedAtMs));
    call.latestEndMs = Math.max(call.latestEndMs, segment.endMs);
    if (!segment.isPartial) call.joiner.closeUtterance(segment.segmentId);
  }

  /** Returns whether the event ends the call. */
  private async publishEvent(call: TextCall, event: LcaEvent, record: StreamRecord): Promise<boolean> {
    const { events, telemetry } = this.options;
    const { callId } = call;
    if (event.kind === 'started' && !call.isStarted) {
      await this.start(call, event.atMs ?? record.arrivedAtMs, factsOf(event));
      return false;
    }
    const changed = findChange(event, record.arrivedAtMs);
    if (changed !== null) await this.change(callId, changed);
    if (event.kind === 'ended') this.endLater(call, event, record);
    if (event.kind === 'category-matched') await this.deliver(events.categoryMatched(callId, event));
    if (isUnkept(event)) telemetry.metrics.unkept.add(1, { field: event.kind });
    return event.kind === 'ended';
  }

  private endLater(call: TextCall, event: Extract<LcaEvent, { kind: 'ended' }>, record: StreamRecord): void {
    const { events, ends } = this.options;
    const { callId } = call;
    const endedAtMs = event.atMs ?? record.arrivedAtMs;
    ends.add(callId, record, async () => {
      if (call.isPublishing)
        throw new Failure('BUS_UNAVAILABLE', 'Words of the call wait for the bus.', { retryable: true });
      await this.deliver(events.ended(callId, endedAtMs, call.latestEndMs, event.hasFailed));
      await this.deliver(events.completed(callId, call.latestEndMs));
    });
  }

  private async change(callId: CallId, { changedAtMs, facts }: FactChange): Promise<void> {
    const changed = this.options.events.changed(callId, changedAtMs, facts);
    if (changed !== null) await this.deliver(changed);
  }

  /** Resolves when the bus has the event, or will never take it. Rejects when the source closes first. */
  private async deliver(outgoing: OutgoingEvent): Promise<void> {
    const { records, signal, telemetry } = this.options;
    const { outcome } = await records.deliver(outgoing, signal);
    if (outcome === 'REFUSED') telemetry.metrics.refused.add(1, { code: 'EVENT_REFUSED_BY_BUS' });
    else if (outcome !== 'PUBLISHED')
      throw new Failure('BUS_CLOSED', 'The source closed before the bus had an event.', { retryable: true });
  }
}

/** There is no place yet for summaries, hints and voice tones of others. */
const isUnkept = ({ kind }: LcaEvent): boolean => kind === 'assist' || kind === 'summary' || kind === 'voice-tone';

function segmentOf(call: TextCall, event: LcaEvent): LcaSegment[] {
  if (event.kind === 'piece') return [call.joiner.joinPiece(event)];
  return event.kind === 'segment' ? [event.segment] : [];
}

/** Of several partials of a segment in one record, only the last is new: they have the same revision. */
function lastOfEach(segments: readonly LcaSegment[]): readonly LcaSegment[] {
  return segments.filter(
    ({ segmentId, isPartial }, at) =>
      !isPartial || !segments.slice(at + 1).some((later) => later.segmentId === segmentId && later.isPartial),
  );
}
