import type { RedactedSegment } from '@earshot/domain';

/** What categories and conversation metrics see of a final: only redacted text. */
export type RedactedFinal = Pick<
  RedactedSegment,
  'segmentId' | 'track' | 'participantId' | 'role' | 'startMs' | 'endMs' | 'text'
>;
