import type { VendorIds } from './vendor-ids.js';

/** One `rs-metadata` document (RFC 7865): everything, or what changed since the document before. */
export interface RecordingMetadata {
  /** False: objects that the document does not name stay as they were. */
  readonly isComplete: boolean;
  readonly sessions: readonly RecordedSession[];
  readonly participants: readonly RecordedParticipant[];
  readonly streams: readonly RecordedStream[];
  readonly attendances: readonly Attendance[];
  readonly hearings: readonly Hearing[];
  readonly vendorIds: VendorIds;
}

/** A call of the phone system. */
export interface RecordedSession {
  readonly id: string;
  /** Calls with one group belong together, such as the two calls of a consultation. */
  readonly groupId?: string;
  readonly isOver: boolean;
}

export interface RecordedParticipant {
  readonly id: string;
  readonly names: readonly { readonly address: string; readonly name?: string }[];
  /** What the vendor says the participant does, as written. */
  readonly role?: string;
}

export interface RecordedStream {
  readonly id: string;
  /** The `a=label` of the stream in the session description. */
  readonly label?: string;
}

/** A participant is on a session, or no longer is (`participantsessionassoc`). */
export interface Attendance {
  readonly participantId: string;
  readonly sessionId: string;
  readonly isOver: boolean;
}

/** The streams on which a participant is heard (`participantstreamassoc`, `send`). None: the participant is on hold. */
export interface Hearing {
  readonly participantId: string;
  readonly streamIds: readonly string[];
  readonly isOver: boolean;
}
