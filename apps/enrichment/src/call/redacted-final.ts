import type { RedactedSegment } from '@earshot/domain/redaction';

/** The fields of a final that categories and conversation metrics see. Its text is redacted. */
export type RedactedFinal = Pick<
  RedactedSegment,
  'segmentId' | 'track' | 'participantId' | 'role' | 'startMs' | 'endMs' | 'text' | 'words'
>;
