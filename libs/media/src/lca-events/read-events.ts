import { err, ok, type Result } from '@earshot/contracts';
import { readLabel } from '../json/read-labels.js';
import type { LcaEvent, LcaRecord } from './lca-event.js';
import type { LcaEventErrorCode } from './lca-event-errors.js';
import { isObject, MessageFields } from './message-fields.js';
import { readAnalyticsFacts, readFacts } from './read-facts.js';
import { readCategories } from './read-categories.js';
import {
  readContactTranscript,
  readCustomSegment,
  readLanguage,
  readPiece,
  readTranscribeResult,
  readTranscriptEvent,
  readUtteranceEvent,
} from './read-segment.js';
import { readFlag, readText, readTime, readUrl } from './read-values.js';

type ReadEvents = Result<readonly LcaEvent[], LcaEventErrorCode>;
type Outcome = Pick<LcaRecord, 'events' | 'refused'>;

const fromOne = (read: Result<LcaEvent, LcaEventErrorCode>): ReadEvents => (read.ok ? ok([read.value]) : read);

/** How each type of event is read. `fallbackId`: the id of a segment without one. */
const readers: Readonly<Record<string, (fields: MessageFields, fallbackId: string) => Outcome>> = {
  START: (fields) => one({ kind: 'started', ...timeOf(fields, 'CreatedAt'), ...readFacts(fields) }),
  END: (fields) => one({ kind: 'ended', hasFailed: false, ...timeOf(fields, 'UpdatedAt'), ...readFacts(fields) }),
  ERRORED: (fields) => one({ kind: 'ended', hasFailed: true, ...timeOf(fields, 'UpdatedAt'), ...readFacts(fields) }),
  UPDATE_AGENT: (fields) => {
    const agentId = fields.takeAs('AgentId', readLabel);
    if (agentId === undefined) return refuse('AGENT_MISSING');
    return one({ kind: 'agent-changed', agentId, ...timeOf(fields, 'UpdatedAt') });
  },
  ADD_TRANSCRIPT_SEGMENT: readSegments,
  ADD_CALL_CATEGORY: (fields) => {
    const event = fields.takeObject('CategoryEvent');
    return toOutcome(event === undefined ? err('CATEGORIES_INVALID') : readCategories(event));
  },
  ADD_AGENT_ASSIST: readAssist,
  ADD_SUMMARY: (fields) => {
    const text = fields.takeAs('CallSummaryText', readText);
    return text === undefined ? refuse('SUMMARY_INVALID') : one({ kind: 'summary', text });
  },
  ADD_S3_RECORDING_URL: (fields) => {
    const url = fields.takeAs('RecordingUrl', readUrl);
    return url === undefined ? refuse('URL_INVALID') : one({ kind: 'recording-url', url });
  },
  ADD_PCA_URL: (fields) => {
    const url = fields.takeAs('PcaUrl', readUrl);
    return url === undefined ? refuse('URL_INVALID') : one({ kind: 'pca-url', url });
  },
  CALL_ANALYTICS_METADATA: (fields) => {
    const { recordingUrl, ...facts } = readAnalyticsFacts(fields);
    const changed: LcaEvent = { kind: 'facts-changed', ...timeOf(fields, 'Time'), ...facts };
    if (recordingUrl === undefined) return one(changed);
    const url = readUrl(recordingUrl);
    return { events: url ? [changed, { kind: 'recording-url', url }] : [changed], refused: url ? [] : ['URL_INVALID'] };
  },
};

const aliases: Readonly<Record<string, string>> = {
  STARTED: 'START',
  COMPLETED: 'END',
  FAILED: 'ERRORED',
  SEGMENTS: 'ADD_TRANSCRIPT_SEGMENT',
};

/** Reads what a record says, by its type, or by what is in it if it has no type that LCA knows. */
export function readEvents(fields: MessageFields, fallbackId: string): Outcome {
  const type = findType(fields);
  const reader = type === undefined ? undefined : readers[type];
  return reader === undefined ? refuse('EVENT_UNKNOWN') : reader(fields, fallbackId);
}

function findType(fields: MessageFields): string | undefined {
  const said = fields.look('EventType');
  const type = typeof said === 'string' && Object.hasOwn(aliases, said) ? aliases[said] : said;
  if (typeof type === 'string' && Object.hasOwn(readers, type)) {
    fields.take('EventType');
    return type;
  }
  return inferType(fields);
}

function inferType(fields: MessageFields): string | undefined {
  const [service, detail] = [fields.look('Service-type'), fields.look('Detail-type')];
  if (fields.has('UtteranceEvent') || fields.has('TranscriptEvent')) return 'ADD_TRANSCRIPT_SEGMENT';
  if (fields.has('CategoryEvent')) return 'ADD_CALL_CATEGORY';
  return service === 'CallAnalytics' && detail === 'CallAnalyticsMetadata' ? 'CALL_ANALYTICS_METADATA' : undefined;
}

function readSegments(fields: MessageFields, fallbackId: string): Outcome {
  const utterance = fields.takeObject('UtteranceEvent');
  if (utterance !== undefined) return toOutcome(fromOne(readUtteranceEvent(utterance)));
  const transcript = fields.takeObject('TranscriptEvent');
  if (transcript !== undefined) return readTranscript(transcript);
  if (fields.has('ContactId')) return readContactSegments(fields);
  const channel = fields.look('Channel');
  if (channel === 'AGENT_ASSISTANT') return readAssist(fields);
  return toOutcome(fromOne(readCustomSegment(fields, fallbackId)));
}

/** The event of Amazon Transcribe, flattened by LCA or as the service sends it. */
function readTranscript(event: MessageFields): Outcome {
  const transcript = event.takeObject('Transcript');
  if (transcript === undefined) return toOutcome(fromOne(readTranscriptEvent(event)));
  return readEach(transcript, 'Results', (result) => fromOne(readTranscribeResult(result)));
}

function readContactSegments(fields: MessageFields): Outcome {
  fields.take('ContactId');
  const language = fields.takeAs('LanguageCode', readLanguage);
  const { events, refused } = readEach(fields, 'Segments', readContactSegment);
  const inLanguage = (event: LcaEvent): LcaEvent =>
    'segment' in event && language !== undefined ? { ...event, segment: { language, ...event.segment } } : event;
  return { events: events.map(inLanguage), refused };
}

/** A segment is exactly one of these. */
function readContactSegment(segment: MessageFields): ReadEvents {
  const utterance = segment.takeObject('Utterance');
  if (utterance !== undefined) return fromOne(readPiece(utterance));
  const transcript = segment.takeObject('Transcript');
  if (transcript !== undefined) return fromOne(readContactTranscript(transcript));
  const categories = segment.takeObject('Categories');
  if (categories !== undefined) return readCategories(categories);
  const text = segment.takeObject('PostContactSummary')?.takeAs('Content', readText);
  return ok(text === undefined ? [] : [{ kind: 'summary', text }]);
}

/** A list of objects, of which each is read by itself. */
function readEach(fields: MessageFields, name: string, read: (item: MessageFields) => ReadEvents): Outcome {
  const items = fields.take(name);
  if (!Array.isArray(items) || items.length === 0) return refuse('SEGMENTS_INVALID');
  const outcomes = items.map((item: unknown) =>
    toOutcome(isObject(item) ? read(fields.takeChild(name, item)) : err('SEGMENTS_INVALID')),
  );
  return { events: outcomes.flatMap(({ events }) => events), refused: outcomes.flatMap(({ refused }) => refused) };
}

function readAssist(fields: MessageFields): Outcome {
  const text = fields.takeAs('Transcript', readText);
  const isPartial = fields.takeAs('IsPartial', readFlag) ?? false;
  return text === undefined ? refuse('ASSIST_INVALID') : one({ kind: 'assist', text, isPartial });
}

function timeOf(fields: MessageFields, name: string): { readonly atMs?: number } {
  const atMs = fields.takeAs(name, readTime);
  return atMs === undefined ? {} : { atMs };
}

const one = (event: LcaEvent): Outcome => ({ events: [event], refused: [] });
const refuse = (code: LcaEventErrorCode): Outcome => ({ events: [], refused: [code] });
const toOutcome = (read: ReadEvents): Outcome => (read.ok ? { events: read.value, refused: [] } : refuse(read.error));
