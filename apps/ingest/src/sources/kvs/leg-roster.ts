import { participantIdSchema, type Participant, type ParticipantRole } from '@earshot/contracts';
import type { RosterRequest } from '@earshot/media/session';
import { readRecordingMetadata, RecordingState, RosterBuilder, type SiprecProblemCode } from '@earshot/media/siprec';
import type { Roster } from '../../call/call-start.js';
import { diffRosters } from '../diff-rosters.js';

/** What is known of the side on each track. */
export interface KnownSides {
  /** Whether it is the caller of the recorded dialog; undefined: nobody said so. */
  readonly areCallers: readonly (boolean | undefined)[];
  /** The labels of the tracks in the metadata. */
  readonly labels: readonly (string | undefined)[];
  readonly customerNumber: string | undefined;
}

/**
 * Who is on a call of two sides. The caller of the recorded dialog is the phone system's own side, which is the agent: a session
 * border controller records on behalf of its users. Without `isCaller` and metadata, roles are unknown.
 */
export class LegRoster {
  private readonly state = new RecordingState();
  private readonly builder = new RosterBuilder([]);
  private last: Roster | undefined;

  /** Reads the RFC 7865 document of an event. Returns what is wrong with it; null: nothing. */
  readMetadata(text: string): SiprecProblemCode | null {
    const read = readRecordingMetadata(text);
    if (!read.ok) return read.error;
    this.state.applyMetadata(read.value);
    return null;
  }

  takeRoster(sides: KnownSides): Roster {
    this.last = this.buildRoster(sides);
    return this.last;
  }

  /** What changed since the roster that was taken before. */
  takeChanges(sides: KnownSides): readonly RosterRequest[] {
    const before = this.last;
    return before === undefined ? [] : diffRosters(before, this.takeRoster(sides));
  }

  private buildRoster(sides: KnownSides): Roster {
    const recorded = this.builder.buildRoster(this.state, sides.labels);
    const others = new Map(recorded.participants.map((participant) => [participant.id, participant]));
    const onTracks = recorded.tracks.map(({ participantId }, track): Participant => {
      const known = participantId === null ? undefined : others.get(participantId);
      if (participantId !== null) others.delete(participantId);
      const role = roleOf(sides.areCallers, track);
      const person = known ?? { id: participantIdSchema.parse(`side-${track + 1}`), role };
      return withNumber({ ...person, role: person.role === 'UNKNOWN' ? role : person.role }, sides.customerNumber);
    });
    return {
      tracks: onTracks.map(({ id }) => ({ participantId: id })),
      participants: [...onTracks, ...others.values()],
    };
  }
}

/** Whoever knows one side of two knows the other. */
function roleOf(areCallers: readonly (boolean | undefined)[], track: number): ParticipantRole {
  const other = areCallers[1 - track];
  const isCaller = areCallers[track] ?? (other === undefined ? undefined : !other);
  if (isCaller === undefined) return 'UNKNOWN';
  return isCaller ? 'AGENT' : 'CUSTOMER';
}

const withNumber = (participant: Participant, customerNumber: string | undefined): Participant =>
  participant.role !== 'CUSTOMER' || participant.number !== undefined || customerNumber === undefined
    ? participant
    : { ...participant, number: customerNumber };
