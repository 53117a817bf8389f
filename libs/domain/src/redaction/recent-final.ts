import type { ParticipantId } from '@earshot/contracts';
import type { SegmentText } from './segment-text.js';

/** One of the last finals. A label in a later one may name its number. */
export interface RecentFinal {
  readonly source: SegmentText;
  readonly participantId: ParticipantId;
  readonly atMs: number;
  /** It holds digits that stay readable and that nobody called harmless. */
  readonly hasOpenNumber: boolean;
  /** It ends with them. */
  readonly endsInNumber: boolean;
}
