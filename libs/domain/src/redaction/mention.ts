import type { ParticipantId } from '@earshot/contracts';

/** How many finals each participant has said. */
export type FinalCounts = ReadonlyMap<ParticipantId, number>;

/** The last time that somebody mentioned a kind of number. */
export interface Mention {
  readonly by: ParticipantId;
  readonly atMs: number;
  /** It asked the others for a number, so it does not name numbers of its speaker. */
  readonly isQuestion: boolean;
  /** Counts the finals of all participants. */
  readonly order: number;
  /** The finals of each participant by then, without small talk. */
  readonly counts: FinalCounts;
  /** How many finals of a participant it outlives. */
  readonly finals: number;
  /** Somebody only spoke of it, so it ends when the talk turns to something else. */
  readonly isPassing: boolean;
  /** Who gave the number, and in which of his finals. */
  readonly answer: { readonly by: ParticipantId; readonly count: number; readonly isClosed?: boolean } | null;
}

export type MentionOptions = Partial<Pick<Mention, 'isQuestion' | 'finals' | 'isPassing'>>;
