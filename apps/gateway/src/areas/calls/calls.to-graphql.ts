import { impliedParticipant, type ParticipantId, type ParticipantRole } from '@earshot/contracts';
import type {
  Call,
  CallMetrics,
  CategoryMatch,
  ChannelLedger,
  ChannelMetrics,
  SpeechWithoutWords,
} from '@earshot/graphql-api';
import type { CallPlacement, CallView, CategoryMatchView } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';
import { channelOf } from '../participants/channel.js';
import {
  findDetails,
  participantsToGraphql,
  speakerToGraphql,
  type ParticipantSource,
} from '../participants/participants.to-graphql.js';

type WithParticipant<T, P extends ParticipantSource | null = ParticipantSource> = Omit<T, 'participant'> & {
  readonly participant: P;
};

/**
 * A call as its field resolvers receive it. `categoryMatches` and `segments` are read only when a client selects them,
 * `recording` is made from `storedRecording`, and `wordsBehindMs` from the ledger. Viewers may see less of the numbers.
 */
export type CallSource = Omit<
  Call,
  | 'segments'
  | 'categoryMatches'
  | 'lookedAtBy'
  | 'recording'
  | 'participants'
  | 'metrics'
  | 'ledger'
  | 'speechWithoutWords'
  | 'wordsBehindMs'
> & {
  readonly participants: readonly ParticipantSource[];
  readonly metrics: (Omit<CallMetrics, 'channels'> & { readonly channels: readonly MetricsSource[] }) | null;
  readonly ledger: readonly WithParticipant<ChannelLedger, ParticipantSource | null>[];
  readonly speechWithoutWords: readonly WithParticipant<SpeechWithoutWords>[];
  readonly storedRecording: CallView['recording'];
  readonly placement: CallPlacement;
};

type MetricsSource = WithParticipant<ChannelMetrics>;

export type CategoryMatchSource = WithParticipant<CategoryMatch>;

/** A stored call as GraphQL shows it. */
export function callToGraphql(view: CallView, passesFilter = true): CallSource {
  return {
    id: view.id,
    version: view.version,
    passesFilter,
    status: view.status,
    source: view.source,
    startedAt: toDateTime(view.startedAtMs),
    endedAt: view.endedAtMs === null ? null : toDateTime(view.endedAtMs),
    updatedAt: toDateTime(view.updatedAtMs),
    durationMs: view.durationMs,
    customerNumber: view.customerNumber,
    systemNumber: view.systemNumber,
    agentId: view.agentId,
    queue: view.queue,
    name: view.name,
    language: view.language,
    metadata: view.metadata,
    waitsForStart: view.awaitsStart,
    engine: view.engine,
    engineReason: view.engineReason,
    cost: view.cost,
    participants: participantsToGraphql(view),
    metrics: metricsToGraphql(view),
    categories: view.categories,
    alertCount: view.alertCount,
    ledger: ledgerToGraphql(view),
    speechWithoutWords: wordlessToGraphql(view),
    problems: view.problems.map(({ stage, code, message, atMs }) => ({ stage, code, message, at: toDateTime(atMs) })),
    storedRecording: view.recording,
    unrecorded: view.unrecorded,
    silence: view.silence && { since: toDateTime(view.silence.sinceMs), isConnected: view.silence.isConnected },
    pausedSince: view.pausedSinceMs === null ? null : toDateTime(view.pausedSinceMs),
    pauseChanges: view.pauseChanges.map(({ atMs, ...change }) => ({ at: toDateTime(atMs), ...change })),
    isRecorded: view.isRecorded,
    hasAudio: view.hasAudio,
    lostAtMs: view.lostAtMs,
    legalHold: holdToGraphql(view),
    retainUntil: view.retainUntilMs === null ? null : toDateTime(view.retainUntilMs),
    placement: placementOf(view),
  };
}

const holdToGraphql = ({ legalHold }: CallView): CallSource['legalHold'] =>
  legalHold && { heldAt: toDateTime(legalHold.heldAtMs), subject: legalHold.subject, reason: legalHold.reason };

const placementOf = ({ tenant, agentId, queue }: CallPlacement): CallPlacement => ({ tenant, agentId, queue });

export const categoryMatchToGraphql = (
  callId: CallView['id'],
  { category, isAlert, segmentId, atMs, ...speaker }: CategoryMatchView,
): CategoryMatchSource => ({
  category,
  isAlert,
  segmentId,
  atMs,
  channel: channelOf(speaker.role, speaker.track),
  participant: speakerToGraphql(callId, speaker),
});

/** Customers come first, then agents, then the others. */
const rankOf = (role: ParticipantRole): number => (role === 'CUSTOMER' ? 0 : role === 'AGENT' ? 1 : 2);

function metricsToGraphql(view: CallView): CallSource['metrics'] {
  if (view.metrics === null) return null;
  const { silenceMs, overlapMs, participants } = view.metrics;
  const channels = participants
    .toSorted((a, b) => rankOf(a.role) - rankOf(b.role))
    .map(({ participantId, role, ...figures }): MetricsSource => ({
      ...figures,
      channel: channelOf(role, isOnFirstTrack(view, participantId) ? 0 : null),
      participant: { callId: view.id, id: participantId, role, details: findDetails(view, participantId) },
    }));
  return { silenceMs, overlapMs, channels };
}

/** Metrics do not name a track. A participant is on track 0 if it is assigned to that track or is implied by it. */
const isOnFirstTrack = ({ tracks }: CallView, id: ParticipantId): boolean =>
  tracks.find(({ track }) => track === 0)?.participantId === id || id === impliedParticipant(0).id;

/** The length of a call comes from another clock than its account. */
const CLOCK_ROUNDING_MS = 1;

function ledgerToGraphql(view: CallView): CallSource['ledger'] {
  return view.ledger.map(({ track, receivedMs, transcribedMs, pausedMs, openMs, gapMs, gaps, pauses }) => {
    const participant = participantOnTrack(view, track);
    const channel = channelOf(participant?.role ?? 'UNKNOWN', track);
    const isComplete =
      view.status !== 'LIVE' && openMs === 0 && gapMs === 0 && receivedMs >= view.durationMs - CLOCK_ROUNDING_MS;
    const account = { receivedMs, transcribedMs, pausedMs, openMs, gapMs };
    return { channel, track, participant, ...account, isComplete, gaps, pauses };
  });
}

const wordlessToGraphql = (view: CallView): CallSource['speechWithoutWords'] =>
  view.wordless.map(({ track, participantId, role, fromMs, toMs }) => ({
    track,
    participant: { callId: view.id, id: participantId, role, details: findDetails(view, participantId) },
    fromMs,
    toMs,
  }));

/** The participant who was assigned to the track last. The role is unknown until the participant is stored. */
function participantOnTrack(view: CallView, track: number): ParticipantSource | null {
  const id = view.tracks.find((one) => one.track === track)?.participantId ?? null;
  if (id === null) return null;
  const role = view.participants.find((participant) => participant.id === id)?.role ?? 'UNKNOWN';
  return { callId: view.id, id, role, details: findDetails(view, id) };
}
