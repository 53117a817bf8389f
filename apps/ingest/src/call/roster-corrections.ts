import type { Participant, ParticipantId } from '@earshot/contracts';
import type { Roster } from './call-start.js';

/**
 * What others than its source changed about the roster of a call. A source that connects again does not know of it, and
 * announces the roster as it was.
 */
export class RosterCorrections {
  private readonly successors = new Map<ParticipantId, Participant>();
  /** Which announced track is heard on each track. */
  private readonly order: number[];

  constructor(trackCount: number) {
    this.order = [...Array(trackCount).keys()];
  }

  /** The other participant takes the place of the one with this id. */
  replace(id: ParticipantId, successor: Participant): void {
    for (const [replaced, { id: current }] of this.successors) {
      if (current === id) this.successors.set(replaced, successor);
    }
    if (successor.id !== id) this.successors.delete(successor.id);
    this.successors.set(id, successor);
  }

  swap(one: number, other: number): void {
    const [first, second] = [this.order[one] ?? one, this.order[other] ?? other];
    this.order[one] = second;
    this.order[other] = first;
  }

  /** The announced roster with the changes. */
  apply({ tracks, participants }: Roster): Roster {
    const corrected = new Map(
      participants.map((participant) => {
        const current = this.successors.get(participant.id) ?? participant;
        return [current.id, current];
      }),
    );
    const idOf = (id: ParticipantId | null) => (id === null ? null : (this.successors.get(id)?.id ?? id));
    return {
      tracks: this.order.map((announced) => ({ participantId: idOf(tracks[announced]?.participantId ?? null) })),
      participants: [...corrected.values()],
    };
  }
}
