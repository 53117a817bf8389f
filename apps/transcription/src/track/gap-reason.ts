import type { EventData } from '@earshot/contracts';

/** Why a span of a track has no words. */
export type GapReason = EventData<'transcript.gap'>['reason'];
