import { createHash } from 'node:crypto';
import { callIdSchema, makeEvent, transcriptGapReasons, type CallId, type EventData } from '@earshot/contracts';
import { type CallReader, type CallView, type Clock, type RecordingStore } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { Access } from '../../access/access.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { callToGraphql, type CallSource } from '../calls/calls.to-graphql.js';
import { assignmentsOfSpans } from './assignments-of-spans.js';

type Request = EventData<'transcription.requested'>;
type Span = Request['spans'][number];
type GapReason = (typeof transcriptGapReasons)[number];

/** Reasons of gaps whose audio was recorded, so that only the words are missing. In other gaps no audio arrived. */
const RECORDED_GAPS: ReadonlySet<string> = new Set<GapReason>([
  'NO_SPEECH_ENGINE',
  'ENGINE_FAILED',
  'ENGINE_OVERLOADED',
  'PROCESS_LOST',
]);
/** Most spans in one event. A second request takes the rest. */
const MAX_SPANS = 1_000;
/** How long the client waits for a bus that does not answer. */
const PUBLISH_TIMEOUT_MS = 5_000;

/** Asks the transcription service to fill the gaps of an ended call from its recording. */
export class TranscriptionRequests {
  constructor(
    private readonly reader: CallReader,
    private readonly recordings: RecordingStore,
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Throws `CALL_NOT_FOUND`, `CALL_IS_LIVE`, `NOTHING_TO_TRANSCRIBE` or `BUS_UNAVAILABLE`. */
  async requestTranscription({ viewer }: OperationContext, id: string): Promise<CallSource> {
    const callId = callIdSchema.safeParse(id);
    const allowed = callId.success && this.access.maySeeCall(viewer, callId.data);
    const call = allowed ? ((await this.reader.callsById([callId.data]))[0] ?? null) : null;
    if (call === null || !this.access.mayTranscribeCall(viewer, call.id)) {
      throw clientError('CALL_NOT_FOUND', 'There is no such call.');
    }
    if (call.status === 'LIVE') throw clientError('CALL_IS_LIVE', 'The call is still in progress.');
    const spans = (await this.isRecorded(call.id)) ? findRecordedGaps(call) : [];
    if (spans.length === 0)
      throw clientError('NOTHING_TO_TRANSCRIBE', 'All recorded audio of this call is transcribed.');
    const assignments = await this.reader.trackAssignments(call.id);
    await this.publishRequest(call.id, {
      spans,
      assignments: assignmentsOfSpans(spans, assignments, call.participants),
    });
    return callToGraphql(call);
  }

  /** The same spans make the same event id, so a client that repeats its request has them transcribed once. */
  private async publishRequest(callId: CallId, request: Request): Promise<void> {
    const id = `asked-${createHash('sha256').update(JSON.stringify(request.spans)).digest('hex').slice(0, 32)}`;
    const event = makeEvent('transcription.requested', callId, request, { id, occurredAtMs: this.clock.nowMs() });
    const publishing = this.publisher.publish('calls.lifecycle', event);
    let cancel = () => {};
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = this.clock.schedule(PUBLISH_TIMEOUT_MS, () =>
        reject(clientError('BUS_UNAVAILABLE', 'The message bus does not answer. Try again later.')),
      );
    });
    await Promise.race([publishing, tooLate]).finally(cancel);
  }

  private async isRecorded(callId: CallId): Promise<boolean> {
    return (await this.recordings.find(callId)) !== null;
  }
}

/** The gaps that the call's recording can fill, in order for each track. Gaps that touch are joined. */
export function findRecordedGaps(call: Pick<CallView, 'ledger'>): Span[] {
  const spans: Span[] = [];
  for (const { track, gaps } of call.ledger) {
    const recorded = gaps.filter((gap) => RECORDED_GAPS.has(gap.reason) && gap.toMs > gap.fromMs);
    for (const { fromMs, toMs } of recorded.toSorted((a, b) => a.fromMs - b.fromMs)) {
      const last = spans.at(-1);
      if (last?.track === track && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
      else spans.push({ track, fromMs, toMs });
    }
  }
  return spans.slice(0, MAX_SPANS);
}
