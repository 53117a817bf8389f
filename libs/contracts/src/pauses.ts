import { z } from 'zod';

/** Why somebody pauses a call, or lets it go on. They are codes alone, so that nobody types what was said. */
export const pauseReasons = ['PAYMENT', 'IDENTITY', 'CONSENT', 'OTHER'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** A reason that only a later version knows counts as `OTHER`: no pause may fail because of its reason. */
export const pauseReasonSchema = z.enum(pauseReasons).catch('OTHER');
