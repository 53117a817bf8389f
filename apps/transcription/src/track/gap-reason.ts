import type { EventData } from '@earshot/contracts';

/** Why a span of a track has no words. */
export type GapReason = EventData<'transcript.gap'>['reason'];

/** Why the audio of a span is not transcribed. `NOT_DELIVERED`: frames are missing, and ingest declared no gap. */
export type GapCause = GapReason | 'NOT_DELIVERED';

/**
 * Ingest declared that the audio never came or was dropped, so the recording has silence. After a restart of ingest, the recording may have
 * the first seconds of the gap; people can request them by hand.
 */
const NEVER_CAME: ReadonlySet<GapCause> = new Set<GapCause>([
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'SOURCE_SILENT',
  'CALL_MOVED',
  'PAUSED',
]);

export const reasonOfGap = (cause: GapCause): GapReason => (cause === 'NOT_DELIVERED' ? 'FRAMES_LOST' : cause);

/** Whether the recording may have the audio, so that only the words are missing. */
export const mayBeRecorded = (cause: GapCause): boolean => !NEVER_CAME.has(cause);
