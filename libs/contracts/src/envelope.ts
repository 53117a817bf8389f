import { z } from 'zod';
import { callIdSchema } from './ids.js';
import { epochMsSchema } from './units.js';

/** What every JSON event carries beside its data. */
export const envelopeSchema = z.object({
  id: z.string().min(1).max(64),
  type: z.string().min(1).max(64),
  version: z.number().int().min(1),
  callId: callIdSchema,
  occurredAtMs: epochMsSchema,
  data: z.unknown(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** The definition of one event: its literal type, version and the schema of its data. */
export interface EventDefinition<T extends string, S extends z.ZodType> {
  readonly type: T;
  readonly version: number;
  /** One sentence for `docs/pipeline.md`. */
  readonly says: string;
  readonly data: S;
}

export const defineEvent = <const T extends string, S extends z.ZodType>(
  definition: EventDefinition<T, S>,
): EventDefinition<T, S> => definition;
