import type { ParticipantId, ParticipantRole } from '@earshot/contracts';
import { BoundedMap, isUncertain, RoleFinder, type FoundRole } from '@earshot/domain';
import type { RedactedFinal } from './redacted-final.js';

/** Participants whose roles a call remembers. */
const MAX_PARTICIPANTS = 128;

type HeardFinal = Pick<RedactedFinal, 'participantId' | 'role' | 'startMs' | 'text' | 'words'>;

/** The roles of one call's participants, where they differ from what its source said. */
export class CallRoles {
  private readonly finder = new RoleFinder();
  /** Found from what was said. They stand in for UNKNOWN only. */
  private readonly found = new BoundedMap<ParticipantId, ParticipantRole>(MAX_PARTICIPANTS);
  /** Decided by a person. They stand in for any role. */
  private readonly corrected = new BoundedMap<ParticipantId, ParticipantRole>(MAX_PARTICIPANTS);

  /** `minConfidence`: nothing is concluded from finals below it. */
  constructor(private readonly minConfidence: number) {}

  /** The same words with the role that counts. */
  withRole<T extends Pick<RedactedFinal, 'participantId' | 'role'>>(words: T): T {
    const role = this.roleOf(words.participantId, words.role);
    return role === words.role ? words : { ...words, role };
  }

  /** Returns the roles that this final makes certain, or none. */
  hearFinal(final: HeardFinal): readonly FoundRole[] {
    if (isUncertain(final.words, this.minConfidence)) return [];
    const found = this.finder.hearFinal(final);
    for (const { participantId, role } of found) this.found.set(participantId, role);
    return found;
  }

  /** A stored final of a former process: its role may have been found by that process. */
  recallFinal(final: HeardFinal): void {
    if (final.role !== 'UNKNOWN') this.found.set(final.participantId, final.role);
    this.hearFinal(final);
  }

  correctRole(participantId: ParticipantId, role: ParticipantRole): void {
    this.corrected.set(participantId, role);
  }

  private roleOf(participantId: ParticipantId, said: ParticipantRole): ParticipantRole {
    const found = said === 'UNKNOWN' ? this.found.get(participantId) : undefined;
    return this.corrected.get(participantId) ?? found ?? said;
  }
}
