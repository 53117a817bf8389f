import {
  err,
  MAX_PARTICIPANTS,
  ok,
  type Participant,
  type ParticipantId,
  type Result,
  type RosterRefusalCode,
} from '@earshot/contracts';
import type { Roster } from './call-start.js';
import { RosterCorrections } from './roster-corrections.js';

/** One difference between two rosters of a call. */
export type RosterChange =
  | { readonly kind: 'joined'; readonly participant: Participant }
  | { readonly kind: 'changed'; readonly participant: Participant }
  | { readonly kind: 'left'; readonly participantId: ParticipantId }
  /** Another participant is on a track, or the same one in another role. Null: nobody is. */
  | { readonly kind: 'assigned'; readonly track: number; readonly participant: Participant | null };

/** What a source says of its roster. */
export type RosterAnnouncement =
  | { readonly kind: 'join'; readonly participant: Participant; readonly track?: number }
  | { readonly kind: 'change'; readonly participant: Participant }
  | { readonly kind: 'leave'; readonly participantId: ParticipantId }
  | { readonly kind: 'assign'; readonly track: number; readonly participantId: ParticipantId | null };

export type RosterChanges = Result<readonly RosterChange[], RosterRefusalCode>;

/**
 * The roster of one call as its source announced it last. Each method returns the changes, for the events of the call, or
 * the reason for a refusal. A refusal changes nothing, and neither does a repeated announcement.
 */
export class CallRoster {
  private participants: Map<ParticipantId, Participant>;
  private readonly tracks: (ParticipantId | null)[];
  /** Everybody who was ever on the call. */
  private readonly known: Set<ParticipantId>;
  private readonly corrections: RosterCorrections;

  constructor({ tracks, participants }: Roster) {
    this.participants = byId(participants);
    this.tracks = tracks.map(({ participantId }) => participantId);
    this.known = new Set(this.participants.keys());
    this.corrections = new RosterCorrections(tracks.length);
  }

  /** Who is on the call and on its tracks now. */
  get current(): Roster {
    return {
      tracks: this.tracks.map((participantId) => ({ participantId })),
      participants: [...this.participants.values()],
    };
  }

  /** The roster that a source announces again, with what others changed meanwhile. */
  correct(announced: Roster): Roster {
    return this.corrections.apply(announced);
  }

  isSameAs({ tracks, participants }: Roster): boolean {
    return (
      participants.length === this.participants.size &&
      participants.every((participant) => isSame(this.participants.get(participant.id), participant)) &&
      tracks.every(({ participantId }, track) => this.tracks[track] === participantId)
    );
  }

  /** With a track, the participant is on it from now on. */
  join(participant: Participant, track?: number): RosterChanges {
    if (this.participants.has(participant.id)) return err('PARTICIPANT_ALREADY_JOINED');
    if (track !== undefined && !this.hasTrack(track)) return err('TRACK_UNKNOWN');
    if (!this.hasRoomFor([participant])) return err('TOO_MANY_PARTICIPANTS');
    this.add(participant);
    const joined: RosterChange = { kind: 'joined', participant };
    return ok(track === undefined ? [joined] : [joined, this.put(track, participant)]);
  }

  /** Replaces the role, name and number of a participant. */
  change(participant: Participant): RosterChanges {
    const before = this.participants.get(participant.id);
    if (before === undefined) return err('PARTICIPANT_UNKNOWN');
    if (isSame(before, participant)) return ok([]);
    this.participants.set(participant.id, participant);
    const assignments = before.role === participant.role ? [] : this.reassign(participant.id, participant);
    return ok([{ kind: 'changed', participant }, ...assignments]);
  }

  /** Nobody is on the participant's tracks after that. */
  leave(participantId: ParticipantId): RosterChanges {
    if (!this.participants.delete(participantId)) return err('PARTICIPANT_UNKNOWN');
    return ok([...this.reassign(participantId, null), { kind: 'left', participantId }]);
  }

  assign(track: number, participantId: ParticipantId | null): RosterChanges {
    if (!this.hasTrack(track)) return err('TRACK_UNKNOWN');
    const participant = participantId === null ? null : this.participants.get(participantId);
    if (participant === undefined) return err('PARTICIPANT_UNKNOWN');
    return ok(this.tracks[track] === participantId ? [] : [this.put(track, participant)]);
  }

  /**
   * Another agent is heard where the last agent is heard. An agent without a name only gets one. Nothing changes where no agent
   * is on a track. `createId`: makes the id of an agent who was not on the call yet.
   */
  replaceAgent(agentId: string, createId: (agentId: string) => ParticipantId): RosterChanges {
    const before = this.tracks
      .map((id) => id && this.participants.get(id))
      .findLast((one) => one && one.role === 'AGENT');
    if (!before || before.name === agentId) return ok([]);
    if (before.name === undefined) return this.nameAgent({ ...before, name: agentId });
    const agent: Participant = { id: createId(agentId), role: 'AGENT', name: agentId };
    if (!this.hasRoomFor([agent])) return err('TOO_MANY_PARTICIPANTS');
    this.corrections.replace(before.id, agent);
    this.add(agent);
    const assigned = this.reassign(before.id, agent);
    this.participants.delete(before.id);
    return ok([{ kind: 'joined', participant: agent }, ...assigned, { kind: 'left', participantId: before.id }]);
  }

  /** The participants of two tracks change places. */
  swapTracks(one: number, other: number): RosterChanges {
    if (!this.hasTrack(one) || !this.hasTrack(other)) return err('TRACK_UNKNOWN');
    if (one === other) return ok([]);
    const [first, second] = [this.onTrack(one), this.onTrack(other)];
    this.corrections.swap(one, other);
    return ok([this.put(one, second), this.put(other, first)]);
  }

  /** The source connected again and announced the whole roster. The number of tracks stays the same. */
  replace({ tracks, participants }: Roster): Result<readonly RosterChange[], 'TOO_MANY_PARTICIPANTS'> {
    if (!this.hasRoomFor(participants)) return err('TOO_MANY_PARTICIPANTS');
    const before = this.participants;
    this.participants = byId(participants);
    for (const id of this.participants.keys()) this.known.add(id);
    const arrivals = participants.flatMap((participant) => changeOf(before.get(participant.id), participant));
    const assignments = tracks.flatMap(({ participantId }, track) => this.takeOver(track, participantId, before));
    const departures = [...before.keys()].flatMap((participantId): RosterChange[] =>
      this.participants.has(participantId) ? [] : [{ kind: 'left', participantId }],
    );
    return ok([...arrivals, ...assignments, ...departures]);
  }

  private takeOver(
    track: number,
    participantId: ParticipantId | null,
    before: ReadonlyMap<ParticipantId, Participant>,
  ): RosterChange[] {
    const participant = participantId === null ? null : (this.participants.get(participantId) ?? null);
    const had = this.tracks[track] ?? null;
    const earlier = had === null ? null : (before.get(had) ?? null);
    const isSameSpeaker = earlier?.id === participant?.id && earlier?.role === participant?.role;
    return isSameSpeaker ? [] : [this.put(track, participant)];
  }

  private reassign(participantId: ParticipantId, participant: Participant | null): RosterChange[] {
    return this.tracks.flatMap((onTrack, track) => (onTrack === participantId ? [this.put(track, participant)] : []));
  }

  private put(track: number, participant: Participant | null): RosterChange {
    this.tracks[track] = participant?.id ?? null;
    return { kind: 'assigned', track, participant };
  }

  private nameAgent(agent: Participant): RosterChanges {
    this.corrections.replace(agent.id, agent);
    return this.change(agent);
  }

  private onTrack(track: number): Participant | null {
    const id = this.tracks[track] ?? null;
    return id === null ? null : (this.participants.get(id) ?? null);
  }

  private add(participant: Participant): void {
    this.participants.set(participant.id, participant);
    this.known.add(participant.id);
  }

  private hasTrack(track: number): boolean {
    return this.tracks[track] !== undefined;
  }

  private hasRoomFor(participants: readonly Participant[]): boolean {
    const newOnes = participants.filter(({ id }) => !this.known.has(id));
    return this.known.size + newOnes.length <= MAX_PARTICIPANTS;
  }
}

const byId = (participants: readonly Participant[]): Map<ParticipantId, Participant> =>
  new Map(participants.map((participant) => [participant.id, participant]));

const isSame = (one: Participant | undefined, other: Participant): boolean =>
  one?.role === other.role && one.name === other.name && one.number === other.number;

function changeOf(before: Participant | undefined, participant: Participant): RosterChange[] {
  if (before === undefined) return [{ kind: 'joined', participant }];
  return isSame(before, participant) ? [] : [{ kind: 'changed', participant }];
}
