import { impliedParticipant, type ParticipantId, type ParticipantRole, type TrackAssignment } from '@earshot/contracts';

export interface Speaker {
  readonly id: ParticipantId;
  readonly role: ParticipantRole;
}

interface Entry {
  readonly fromMs: number;
  readonly speaker: Speaker;
}

/** Most assignments of one track that are kept. The oldest go first. */
const MAX_ENTRIES = 256;

/** The participants of one track over time. Assignments may come in any order and more than once. */
export class TrackTimeline {
  private entries: Entry[] = [];
  private readonly implied: Speaker;

  constructor(private readonly track: number) {
    this.implied = impliedParticipant(track);
  }

  /** Puts a participant on the track from `fromMs` on; null: nobody is announced. */
  assign(fromMs: number, speaker: Speaker | null): void {
    const entry = { fromMs, speaker: speaker === null ? this.implied : { id: speaker.id, role: speaker.role } };
    const at = this.entries.findLastIndex((one) => one.fromMs <= fromMs);
    if (this.entries[at]?.fromMs === fromMs) this.entries[at] = entry;
    else this.entries.splice(at + 1, 0, entry);
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
  }

  /** The participant on the track at a moment; the implied participant of the track while nobody is announced. */
  speakerAt(ms: number): Speaker {
    return this.entries.findLast((entry) => entry.fromMs <= ms)?.speaker ?? this.implied;
  }

  /** Forgets the assignments that no segment from `ms` on needs. */
  forgetBefore(ms: number): void {
    const current = this.entries.findLastIndex((entry) => entry.fromMs <= ms);
    if (current > 0) this.entries.splice(0, current);
  }

  /** All assignments, for a new owner of the call. */
  assignments(): TrackAssignment[] {
    return this.entries.map(({ fromMs, speaker }) => ({
      track: this.track,
      participantId: speaker.id,
      role: speaker.role,
      fromMs,
    }));
  }
}

/** The timelines of `trackCount` tracks with the given assignments. */
export function trackTimelines(trackCount: number, assignments: readonly TrackAssignment[]): TrackTimeline[] {
  const timelines = Array.from({ length: trackCount }, (_, track) => new TrackTimeline(track));
  for (const { track, participantId, role, fromMs } of assignments) {
    timelines[track]?.assign(fromMs, { id: participantId, role });
  }
  return timelines;
}
