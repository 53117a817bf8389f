import { err, ok, type Result } from '@earshot/contracts';
import type { LcaEvent, LcaSegment, LcaSpeaker } from './lca-event.js';
import type { LcaEventErrorCode } from './lca-event-errors.js';
import { findSpeaker, speakerWithRole } from './find-speaker.js';
import type { MessageFields } from './message-fields.js';
import { readInsights } from './read-insights.js';
import { readFlag, readSpan } from './read-values.js';
import { toSegmentId } from './to-segment-id.js';

const MAX_TEXT_CHARS = 20_000;
const MAX_LANGUAGE_CHARS = 35;

/** What the shapes of a segment call differently. */
interface SegmentParts {
  readonly id: unknown;
  readonly speaker: LcaSpeaker;
  readonly span: ReturnType<typeof readSpan>;
  readonly text: unknown;
  readonly isPartial: boolean;
}

type ReadSegment = Result<LcaEvent, LcaEventErrorCode>;

/** `{ UtteranceId, ParticipantRole, IsPartial, BeginOffsetMillis, EndOffsetMillis, Transcript, … }` of Call Analytics. */
export function readUtteranceEvent(fields: MessageFields): ReadSegment {
  const role = fields.take('ParticipantRole');
  if (isVoiceTone(role)) return ok({ kind: 'voice-tone', role: roleOfTone(role) });
  return toSegmentEvent(fields, {
    id: fields.take('UtteranceId'),
    speaker: findSpeaker(role),
    span: readSpan(fields.take('BeginOffsetMillis'), fields.take('EndOffsetMillis'), 1),
    text: fields.take('Transcript'),
    isPartial: fields.takeAs('IsPartial', readFlag) ?? false,
  });
}

/** `{ Channel, ResultId, StartTime, EndTime, Transcript, IsPartial }`, a transcript event of Amazon Transcribe as LCA flattens it. */
export function readTranscriptEvent(fields: MessageFields): ReadSegment {
  return toSegmentEvent(fields, {
    id: fields.take('ResultId') ?? fields.take('SegmentId'),
    speaker: findSpeaker(fields.take('Channel')),
    span: readSpan(fields.take('StartTime'), fields.take('EndTime'), 1_000),
    text: fields.take('Transcript'),
    isPartial: fields.takeAs('IsPartial', readFlag) ?? false,
  });
}

/** A result of Amazon Transcribe as the service sends it. LCA reads only the first one of a record. */
export function readTranscribeResult(fields: MessageFields): ReadSegment {
  const alternatives = fields.take('Alternatives');
  const [first] = Array.isArray(alternatives) ? (alternatives as unknown[]) : [];
  const text = typeof first === 'object' && first !== null ? (first as { Transcript?: unknown }).Transcript : undefined;
  const channel = fields.take('ChannelId');
  return toSegmentEvent(fields, {
    id: fields.take('ResultId'),
    speaker: speakerWithRole(channel === 'ch_0' || channel === undefined ? 'CUSTOMER' : 'AGENT'),
    span: readSpan(fields.take('StartTime'), fields.take('EndTime'), 1_000),
    text,
    isPartial: fields.takeAs('IsPartial', readFlag) ?? false,
  });
}

/** A piece of an utterance of Contact Lens: it continues what came before with the same TranscriptId. */
export function readPiece(fields: MessageFields): ReadSegment {
  const pieceId = fields.take('Id');
  const piece = toSegmentEvent(fields, {
    id: fields.take('TranscriptId'),
    speaker: speakerOfContact(fields),
    span: readSpan(fields.take('BeginOffsetMillis'), fields.take('EndOffsetMillis'), 1),
    text: fields.take('PartialContent'),
    isPartial: true,
  });
  if (!piece.ok || piece.value.kind !== 'segment') return piece;
  return ok({ kind: 'piece', pieceId: typeof pieceId === 'string' ? pieceId : '', segment: piece.value.segment });
}

/** A final of Contact Lens. Its Id is the TranscriptId of its pieces. */
export function readContactTranscript(fields: MessageFields): ReadSegment {
  return toSegmentEvent(fields, {
    id: fields.take('Id'),
    speaker: speakerOfContact(fields),
    span: readSpan(fields.take('BeginOffsetMillis'), fields.take('EndOffsetMillis'), 1),
    text: fields.take('Content'),
    isPartial: false,
  });
}

/**
 * The shape of other producers: the fields of the segment stand in the record itself. Times are seconds (`StartTime`), or
 * milliseconds (`BeginOffsetMillis`). `fallbackId`: the id of a segment without one.
 */
export function readCustomSegment(fields: MessageFields, fallbackId: string): ReadSegment {
  const channel = fields.take('Channel');
  if (isVoiceTone(channel)) return ok({ kind: 'voice-tone', role: roleOfTone(channel) });
  const isCaller = fields.takeAs('IsCaller', readFlag) ?? true;
  const hasSeconds = fields.has('StartTime') || fields.has('EndTime');
  return toSegmentEvent(fields, {
    id: fields.take('SegmentId') ?? fallbackId,
    speaker: channel === undefined ? speakerWithRole(isCaller ? 'CUSTOMER' : 'AGENT') : findSpeaker(channel),
    span: hasSeconds
      ? readSpan(fields.take('StartTime'), fields.take('EndTime'), 1_000)
      : readSpan(fields.take('BeginOffsetMillis'), fields.take('EndOffsetMillis'), 1),
    text: fields.take('Transcript'),
    isPartial: fields.takeAs('IsPartial', readFlag) ?? false,
  });
}

/** LCA's default role is AGENT. */
function speakerOfContact(fields: MessageFields): LcaSpeaker {
  fields.take('ParticipantId');
  return findSpeaker(fields.take('ParticipantRole') ?? 'AGENT');
}

const isVoiceTone = (name: unknown): name is string => typeof name === 'string' && /_VOICETONE$/i.test(name);
const roleOfTone = (name: string) => findSpeaker(name.replace(/_VOICETONE$/i, '')).role;

function toSegmentEvent(fields: MessageFields, { id, speaker, span, ...parts }: SegmentParts): ReadSegment {
  const segmentId = toSegmentId(id);
  if (segmentId === undefined) return err('SEGMENT_ID_INVALID');
  if (!span.ok) return span;
  if (typeof parts.text !== 'string' || parts.text.length > MAX_TEXT_CHARS) return err('SEGMENT_TEXT_INVALID');
  const { text } = parts;
  const language = fields.takeAs('LanguageCode', readLanguage);
  const segment: LcaSegment = {
    ...speaker,
    ...span.value,
    ...{ segmentId, text, isPartial: parts.isPartial || text.trim() === '' },
    ...(language !== undefined && { language }),
  };
  return ok({ kind: 'segment', segment: { ...segment, ...readInsights(fields, segment) } });
}

export const readLanguage = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LANGUAGE_CHARS ? value : undefined;
