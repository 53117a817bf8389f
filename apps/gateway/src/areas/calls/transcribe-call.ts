import { createHash } from 'node:crypto';
import { callIdSchema, makeEvent, transcriptGapReasons, type CallId, type EventData } from '@earshot/contracts';
import { type CallReader, type CallView, type Clock, type RecordingStore } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { Access } from '../../access/access.js';
import { inputError } from '../../platform/graphql/graphql-errors.js';
import type { OperationContext } from './call-queries.js';
import { callToGraphql, type CallSource } from './call-to-graphql.js';

type Span = EventData<'transcription.requested'>['spans'][number];
type GapReason = (typeof transcriptGapReasons)[number];

/** Gaps whose audio was recorded: only the words are missing. Of the other reasons nothing ever arrived. */
const RECORDED_GAPS: ReadonlySet<string> = new Set<GapReason>([
  'NO_SPEECH_ENGINE',
  'ENGINE_FAILED',
  'ENGINE_OVERLOADED',
  'PROCESS_LOST',
]);
/** The event carries no more; a second request takes the rest. */
const MAX_SPANS = 1_000;
/** Who asked waits no longer for a bus that is away. */
const BUS_WITHIN_MS = 5_000;

/** The mutation `transcribeCall`: asks the transcription service for the gaps of a finished call. */
export class TranscribeCall {
  constructor(
    private readonly reader: CallReader,
    private readonly recordings: RecordingStore,
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Throws `CALL_NOT_FOUND`, `CALL_IS_LIVE`, `NOTHING_TO_TRANSCRIBE` or `BUS_UNAVAILABLE`. */
  async request({ viewer }: OperationContext, id: string): Promise<CallSource> {
    const callId = callIdSchema.safeParse(id);
    const allowed = callId.success && this.access.maySeeCall(viewer, callId.data);
    const call = allowed ? ((await this.reader.callsById([callId.data]))[0] ?? null) : null;
    if (call === null || !this.access.mayTranscribeCall(viewer, call.id)) {
      throw inputError('CALL_NOT_FOUND', 'There is no such call.');
    }
    if (call.status === 'LIVE') throw inputError('CALL_IS_LIVE', 'The call is still going on.');
    const spans = (await this.isRecorded(call.id)) ? recordedGaps(call) : [];
    if (spans.length === 0)
      throw inputError('NOTHING_TO_TRANSCRIBE', 'No recorded audio of this call is without words.');
    await this.ask(call.id, spans);
    return callToGraphql(call);
  }

  /** The same spans have the same id: who asks again, for want of an answer, has them transcribed once. */
  private async ask(callId: CallId, spans: Span[]): Promise<void> {
    const id = `asked-${createHash('sha256').update(JSON.stringify(spans)).digest('hex').slice(0, 32)}`;
    const event = makeEvent('transcription.requested', callId, { spans }, { id, occurredAtMs: this.clock.nowMs() });
    const asking = this.publisher.publish('calls.lifecycle', event);
    let cancel = () => {};
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = this.clock.schedule(BUS_WITHIN_MS, () =>
        reject(inputError('BUS_UNAVAILABLE', 'The message bus does not answer. Ask again when it is back.')),
      );
    });
    await Promise.race([asking, tooLate]).finally(cancel);
  }

  private async isRecorded(callId: CallId): Promise<boolean> {
    return (await this.recordings.find(callId)) !== null;
  }
}

/** The gaps of a call that its recording can fill, touching ones joined, per channel in order. */
export function recordedGaps(call: Pick<CallView, 'ledger'>): Span[] {
  const spans: Span[] = [];
  for (const { channel, gaps } of call.ledger) {
    const recorded = gaps.filter((gap) => RECORDED_GAPS.has(gap.reason) && gap.toMs > gap.fromMs);
    for (const { fromMs, toMs } of recorded.toSorted((a, b) => a.fromMs - b.fromMs)) {
      const last = spans.at(-1);
      if (last?.channel === channel && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
      else spans.push({ channel, fromMs, toMs });
    }
  }
  return spans.slice(0, MAX_SPANS);
}
