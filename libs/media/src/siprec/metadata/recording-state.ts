import type { RecordedParticipant, RecordedStream, RecordingMetadata } from './recording-metadata.js';
import type { VendorIds } from './vendor-ids.js';

/** A recording client may name this many objects of each kind in one dialog; later ones are ignored. */
const MAX_OBJECTS = 1_024;

/** Who is on the recorded call, and who is heard on which stream, after every metadata document until now. */
export class RecordingState {
  private sessions = new Map<string, { isOver: boolean }>();
  private participants = new Map<string, RecordedParticipant>();
  private streams = new Map<string, RecordedStream>();
  /** The sessions that each participant is on. A participant without an entry was never said to be on one. */
  private attendances = new Map<string, Set<string>>();
  /** The ids of the streams on which each participant is heard. */
  private hearings = new Map<string, Set<string>>();
  private ids: VendorIds = {};
  private firstSession: string | undefined;

  /** Applies a document: a complete one replaces everything, a partial one replaces the objects that it names. */
  applyMetadata(metadata: RecordingMetadata): void {
    if (metadata.isComplete) this.forgetObjects();
    for (const { id, isOver } of metadata.sessions) keep(this.sessions, id, { isOver });
    for (const participant of metadata.participants) keep(this.participants, participant.id, participant);
    for (const stream of metadata.streams) keep(this.streams, stream.id, stream);
    for (const { participantId, sessionId, isOver } of metadata.attendances) {
      toggle(this.attendances, participantId, [sessionId], !isOver);
    }
    for (const { participantId, streamIds, isOver } of metadata.hearings) {
      // A document names all streams of a participant, so the ones before it no longer count.
      if (!isOver) this.hearings.delete(participantId);
      toggle(this.hearings, participantId, streamIds, !isOver);
    }
    this.ids = { ...this.ids, ...metadata.vendorIds };
    this.firstSession ??= metadata.sessions[0]?.id;
  }

  /** The id of the first session, which names the call; undefined: no metadata came. */
  get sessionId(): string | undefined {
    return this.firstSession;
  }

  get vendorIds(): VendorIds {
    return this.ids;
  }

  /** Everybody who is on the call now, in the order of the metadata. */
  get present(): readonly RecordedParticipant[] {
    return [...this.participants.values()].filter(({ id }) => this.isPresent(id));
  }

  /** The participant who is heard on the stream with this label; null: nobody, several, or the metadata does not say. */
  findSpeaker(label: string | undefined): RecordedParticipant | null {
    const streamIds = [...this.streams.values()].filter((stream) => stream.label === label).map(({ id }) => id);
    const speakers = this.present.filter(({ id }) =>
      streamIds.some((streamId) => this.hearings.get(id)?.has(streamId)),
    );
    return speakers.length === 1 ? (speakers[0] ?? null) : null;
  }

  private isPresent(participantId: string): boolean {
    const attended = this.attendances.get(participantId);
    return attended === undefined || [...attended].some((id) => this.sessions.get(id)?.isOver !== true);
  }

  private forgetObjects(): void {
    this.sessions = new Map();
    this.participants = new Map();
    this.streams = new Map();
    this.attendances = new Map();
    this.hearings = new Map();
  }
}

function keep<T>(objects: Map<string, T>, id: string, object: T): void {
  if (objects.has(id) || objects.size < MAX_OBJECTS) objects.set(id, object);
}

function toggle(links: Map<string, Set<string>>, from: string, to: readonly string[], isLinked: boolean): void {
  const linked = links.get(from) ?? new Set<string>();
  for (const id of to) {
    if (!isLinked) linked.delete(id);
    else if (linked.size < MAX_OBJECTS) linked.add(id);
  }
  keep(links, from, linked);
}
