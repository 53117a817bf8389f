import { transcriptGapReasons, type CallId, type EventData } from '@earshot/contracts';
import type { CallReader, CallView, RecordingStore, SpeechReadinessStore } from '@earshot/ports';
import type { ReachedCalls, WantedCall } from '../../access/reached-calls.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { callToGraphql, type CallSource } from '../calls/calls.to-graphql.js';
import { assignmentsOfSpans } from './assignments-of-spans.js';
import type { RequestPublisher } from './request-publisher.js';

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
const MAX_MESSAGE_CHARS = 512;
const WANTED: WantedCall = {
  right: 'TRANSCRIBE',
  operation: 'transcribeCall',
  refusal: 'You may see this call, but not have it transcribed again.',
};

/** Asks the transcription service to fill the gaps of an ended call from its recording. */
export class TranscriptionRequests {
  constructor(
    private readonly reader: CallReader,
    private readonly recordings: RecordingStore,
    private readonly speech: SpeechReadinessStore,
    private readonly publisher: RequestPublisher,
    private readonly calls: ReachedCalls,
  ) {}

  /**
   * Throws `CALL_NOT_FOUND`, `FORBIDDEN`, `CALL_IS_LIVE`, `CALL_NOT_RECORDED`, `NOTHING_TO_TRANSCRIBE`, `NO_SPEECH_ENGINE` or
   * `BUS_UNAVAILABLE`.
   */
  async requestTranscription(context: OperationContext, id: string): Promise<CallSource> {
    const { call, scope } = await this.calls.requireCall(context, id, WANTED);
    if (call.status === 'LIVE') throw clientError('CALL_IS_LIVE', 'The call is still in progress.');
    if (!call.isRecorded)
      throw clientError('CALL_NOT_RECORDED', 'This call was not recorded, so it cannot be transcribed later.');
    const spans = (await this.isRecorded(call.id)) ? findRecordedGaps(call) : [];
    if (spans.length === 0)
      throw clientError('NOTHING_TO_TRANSCRIBE', 'All recorded audio of this call is transcribed.');
    await this.checkEngine();
    const assignments = await this.reader.trackAssignments(scope, call.id);
    await context.audit.record('TRANSCRIBE', { callId: call.id, details: [] });
    await this.publisher.publishRequest(call.id, {
      spans,
      assignments: assignmentsOfSpans(spans, assignments, call.participants),
    });
    return callToGraphql(call);
  }

  /** Without a live transcription process the request waits on the bus. */
  private async checkEngine(): Promise<void> {
    const live = await this.speech.findLive();
    const [first] = live;
    if (first === undefined || live.some(({ engine }) => engine !== null)) return;
    throw clientError('NO_SPEECH_ENGINE', `No speech engine can run now: ${first.reason}.`.slice(0, MAX_MESSAGE_CHARS));
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
