import type { CallId } from '@earshot/contracts';
import type { Call, CategoryMatch, Segment } from '@earshot/graphql-api';
import type { CallView, CategoryMatchView, SegmentView } from '@earshot/ports';

/** A call as its resolvers get it; the fields left out are read only where a client asks for them. */
export type CallSource = Omit<Call, 'segments' | 'categoryMatches'>;

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/** The GraphQL form of a stored call. */
export function callToGraphql(view: CallView): CallSource {
  return {
    id: view.id,
    version: view.version,
    status: view.status,
    source: view.source,
    startedAt: iso(view.startedAtMs),
    endedAt: view.endedAtMs === null ? null : iso(view.endedAtMs),
    updatedAt: iso(view.updatedAtMs),
    durationMs: view.durationMs,
    customerNumber: view.customerNumber,
    systemNumber: view.systemNumber,
    agentId: view.agentId,
    engine: view.engine,
    engineReason: view.engineReason,
    metrics: view.metrics,
    categories: view.categories,
    alertCount: view.alertCount,
    ledger: view.ledger.map(({ pausedMs: _, ...shown }) => shown),
    problems: view.problems.map(({ stage, code, message, atMs }) => ({ stage, code, message, at: iso(atMs) })),
    recording: recordingOf(view),
  };
}

/** The GraphQL form of a stored or partial segment. */
export function segmentToGraphql(view: SegmentView): Segment {
  return {
    id: view.id,
    callId: view.callId,
    revision: view.revision,
    channel: view.channel,
    startMs: view.startMs,
    endMs: view.endMs,
    text: view.text,
    words: view.words as Segment['words'],
    isPartial: view.isPartial,
    engine: view.engine,
    sentiment: view.sentiment,
    sentimentScore: view.sentimentScore,
    recognizedAt: iso(view.recognizedAtMs),
  };
}

export const matchToGraphql = (view: CategoryMatchView): CategoryMatch => ({ ...view });

/** Path a recording is served at; null for an id that no URL can carry (half a surrogate pair). */
export function recordingPath(callId: CallId): string | null {
  try {
    return `/recordings/${encodeURIComponent(callId)}.wav`;
  } catch {
    return null;
  }
}

function recordingOf(view: CallView): Call['recording'] {
  const url = view.hasRecording ? recordingPath(view.id) : null;
  return url === null ? null : { url, durationMs: view.durationMs };
}
