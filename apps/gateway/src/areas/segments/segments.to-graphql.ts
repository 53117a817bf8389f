import type { CallId, EventOf } from '@earshot/contracts';
import type { Segment } from '@earshot/graphql-api';
import type { SegmentView } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';
import { channelOf } from '../participants/channel.js';
import { speakerToGraphql, type ParticipantSource } from '../participants/participants.to-graphql.js';

/** A segment as its field resolvers receive it. */
export type SegmentSource = Omit<Segment, 'participant' | 'confidence' | 'isUncertain'> & {
  readonly participant: ParticipantSource;
};

/** A stored or partial segment as GraphQL shows it. */
export function segmentToGraphql(view: SegmentView): SegmentSource {
  return {
    id: view.id,
    callId: view.callId,
    revision: view.revision,
    channel: channelOf(view.role, view.track),
    track: view.track,
    participant: speakerToGraphql(view.callId, view),
    startMs: view.startMs,
    endMs: view.endMs,
    text: view.text,
    words: view.words as Segment['words'],
    areWordTimesEstimated: view.areWordTimesEstimated,
    isPartial: view.isPartial,
    engine: view.engine,
    sentiment: view.sentiment,
    sentimentScore: view.sentimentScore,
    sentimentEngine: view.sentimentEngine,
    issues: issuesToGraphql(view),
    recognizedAt: toDateTime(view.recognizedAtMs),
  };
}

/** Issues in the order of the text. One that lies outside it is left out. */
const issuesToGraphql = ({ text, issues }: SegmentView): Segment['issues'] =>
  issues
    .filter(({ startChar, endChar }) => startChar < endChar && endChar <= text.length)
    .toSorted((a, b) => a.startChar - b.startChar)
    .map((issue) => ({ ...issue, text: text.slice(issue.startChar, issue.endChar) }));

/** A partial from the bus, in the form of a stored segment. Partials have no sentiment and no issues. */
export const partialToView = (callId: CallId, data: EventOf<'segment.enriched'>['data']): SegmentView => ({
  callId,
  id: data.segmentId,
  revision: data.revision,
  track: data.track,
  participantId: data.participantId,
  role: data.role,
  startMs: data.startMs,
  endMs: data.endMs,
  text: data.text,
  words: data.words,
  areWordTimesEstimated: data.areWordTimesEstimated ?? false,
  isPartial: true,
  engine: data.engine,
  sentiment: null,
  sentimentScore: null,
  sentimentEngine: null,
  issues: [],
  recognizedAtMs: data.recognizedAtMs,
});
