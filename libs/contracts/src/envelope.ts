import { z } from 'zod';
import { callIdSchema } from './ids.js';
import { epochMsSchema } from './units.js';

/** The fields that every JSON event has around its data. */
export const envelopeSchema = z.object({
  /** Id of this publication; a message that is delivered twice has the same id twice. */
  id: z.string().min(1).max(64),
  type: z.string().min(1).max(64),
  version: z.number().int().min(1),
  callId: callIdSchema,
  occurredAtMs: epochMsSchema,
  data: z.unknown(),
});

/** The definition of one event: its literal type, its version and the schema of its data. */
export interface EventDefinition<T extends string, S extends z.ZodType> {
  readonly type: T;
  readonly version: number;
  /** One sentence that tells a reader of `docs/pipeline.md` what happened. */
  readonly says: string;
  readonly data: S;
}

/** Keeps the literal type and the exact schema of a definition. */
export const defineEvent = <const T extends string, S extends z.ZodType>(
  definition: EventDefinition<T, S>,
): EventDefinition<T, S> => definition;
