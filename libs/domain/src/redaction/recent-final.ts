import type { ParticipantId } from '@earshot/contracts';
import type { DigitElement } from './digit-run.js';
import type { SegmentText } from './segment-text.js';

/** One of the last finals. A label in a later one may name its number. */
export interface RecentFinal {
  readonly source: SegmentText;
  readonly participantId: ParticipantId;
  readonly atMs: number;
  /** It holds digits that stay readable and that nobody called harmless. */
  readonly hasOpenNumber: boolean;
  /** Somebody called its digits harmless. */
  readonly isHarmless: boolean;
  /** It holds a few digits that are hidden because the speakers talk of a card. */
  readonly hasPartOfCard: boolean;
  /** It holds a number or the name of a month. */
  readonly mayHoldDate: boolean;
  /** It ends with the digits, or with letters that are spelled. */
  readonly endsInNumber: boolean;
  /** Its digits that are hidden although nobody said what they are. */
  readonly guesses: readonly DigitElement[];
  /** It speaks of the end of something that nobody named: "what is the end date?" */
  readonly namesEnd: boolean;
  /** It speaks of a policy or of another paper with a number. */
  readonly speaksOfPaper: boolean;
  /** It asks whether a number is a harmless one. */
  readonly asksForHarmlessName: boolean;
}
