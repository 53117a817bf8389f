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
  /** The version before this one, which may still be on a topic. */
  readonly before?: EarlierVersion<z.ZodType>;
}

/** An earlier version of an event's data, and how it becomes the current one. */
export interface EarlierVersion<S extends z.ZodType> {
  readonly version: number;
  readonly data: S;
  upgrade(data: z.infer<S>): unknown;
}

/** Helps TypeScript to keep the type of the data that `upgrade` takes. */
export const defineEarlierVersion = <S extends z.ZodType>(earlier: EarlierVersion<S>): EarlierVersion<S> => earlier;

/** Helps TypeScript to keep the literal type and the exact schema of a definition. */
export const defineEvent = <const T extends string, S extends z.ZodType>(
  definition: EventDefinition<T, S>,
): EventDefinition<T, S> => definition;
