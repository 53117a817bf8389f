import type { EventType } from './events/index.js';

/** The services that a spoken word passes, in this order. */
export const services = ['ingest', 'transcription', 'enrichment', 'persistence', 'gateway'] as const;
export type ServiceName = (typeof services)[number];

interface Consumption {
  /** `group`: replicas share the messages. `everyInstance`: each replica gets every message. */
  readonly as: 'group' | 'everyInstance';
  /** The event types that the service takes. It skips others on the topic without parsing them. */
  readonly events: readonly EventType[];
}

export interface TopicDefinition {
  readonly events: readonly EventType[];
  readonly producedBy: readonly ServiceName[];
  readonly consumedBy: Partial<Record<ServiceName, Consumption>>;
  readonly partitions: number;
  readonly retentionHours: number;
  /** Messages in a partition before publishers wait. It bounds the memory of the embedded bus. */
  readonly maxInFlight: number;
  /** Its messages hold what was said, before redaction: brokers keep them sealed. */
  readonly isSealed?: boolean;
  /** Its messages hold numbers and names of people: brokers keep them sealed with `EARSHOT_SEAL_NUMBERS`. */
  readonly holdsNumbers?: boolean;
}

/** The audio of a call, and the events that must keep their place between its frames. */
const audio = [
  'stream.opened',
  'stream.changed',
  'track.assigned',
  'audio.frame',
  'audio.gap-declared',
  'stream.closed',
] as const satisfies readonly EventType[];

/** The events about a call as a whole: its start, its participants, its end and its problems. */
const lifecycle = [
  'call.started',
  'call.changed',
  'participant.joined',
  'participant.changed',
  'participant.left',
  'call.pause-changed',
  'call.ended',
  'processing.failed',
] as const satisfies readonly EventType[];

/** Events of transcription that enrichment passes on to persistence unchanged. */
const relayed = [
  'transcript.engine-selected',
  'transcript.covered',
  'transcript.gap',
  'transcript.wordless',
  'transcript.completed',
] as const satisfies readonly EventType[];

/**
 * Which service publishes what, and who consumes it. The key of every message is the call id, so one call's events stay
 * in order within a topic. Nothing may depend on order across topics. `docs/pipeline.md` is generated from this table.
 */
export const topics = {
  'calls.audio': {
    events: [...audio, 'stream.silent'],
    producedBy: ['ingest'],
    consumedBy: {
      transcription: { as: 'group', events: audio },
      persistence: { as: 'group', events: [...audio, 'stream.silent'] },
    },
    partitions: 16,
    retentionHours: 24,
    maxInFlight: 4_096,
    isSealed: true,
  },
  'calls.lifecycle': {
    events: [...lifecycle, 'transcription.requested'],
    producedBy: ['ingest', 'transcription', 'enrichment', 'persistence', 'gateway'],
    consumedBy: {
      transcription: { as: 'group', events: ['transcription.requested'] },
      persistence: { as: 'group', events: lifecycle },
    },
    partitions: 16,
    retentionHours: 72,
    maxInFlight: 4_096,
    holdsNumbers: true,
  },
  'calls.transcript': {
    events: ['transcript.segment', 'category.matched', ...relayed],
    // Ingest, for sources that bring their own text.
    producedBy: ['ingest', 'transcription'],
    consumedBy: {
      enrichment: { as: 'group', events: ['transcript.segment', 'category.matched', ...relayed] },
    },
    partitions: 16,
    retentionHours: 24,
    maxInFlight: 4_096,
    isSealed: true,
  },
  'calls.insight': {
    events: ['segment.enriched', 'category.matched', 'metrics.changed', ...relayed],
    producedBy: ['enrichment'],
    consumedBy: {
      persistence: { as: 'group', events: ['segment.enriched', 'category.matched', 'metrics.changed', ...relayed] },
      gateway: { as: 'everyInstance', events: ['segment.enriched'] },
    },
    partitions: 16,
    retentionHours: 72,
    maxInFlight: 4_096,
  },
  'calls.updates': {
    events: ['row.changed'],
    producedBy: ['persistence'],
    consumedBy: { gateway: { as: 'everyInstance', events: ['row.changed'] } },
    partitions: 16,
    retentionHours: 1,
    maxInFlight: 16_384,
  },
  'calls.control': {
    events: ['call.erased', 'call.pause-requested', 'participant.changed', 'call.change-requested'],
    producedBy: ['ingest', 'persistence', 'gateway'],
    consumedBy: {
      ingest: { as: 'everyInstance', events: ['call.erased', 'call.pause-requested', 'call.change-requested'] },
      enrichment: { as: 'everyInstance', events: ['participant.changed'] },
      persistence: { as: 'everyInstance', events: ['call.erased'] },
      gateway: { as: 'everyInstance', events: ['call.erased'] },
    },
    partitions: 1,
    retentionHours: 1,
    maxInFlight: 1_024,
  },
  'calls.dead': {
    events: ['dead.letter'],
    producedBy: ['ingest', 'transcription', 'enrichment', 'persistence', 'gateway'],
    consumedBy: { persistence: { as: 'group', events: ['dead.letter'] } },
    partitions: 1,
    retentionHours: 168,
    maxInFlight: 1_024,
  },
  'calls.audit-trail': {
    events: ['access.recorded'],
    producedBy: ['gateway'],
    consumedBy: { persistence: { as: 'group', events: ['access.recorded'] } },
    partitions: 1,
    retentionHours: 720,
    maxInFlight: 1_024,
  },
} as const satisfies Record<string, TopicDefinition>;

export type TopicName = keyof typeof topics;
export const topicNames = Object.keys(topics) as TopicName[];
