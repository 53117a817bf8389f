import { z } from 'zod';
import { envelopeSchema } from './envelope.js';
import { eventDefinitions, type JsonEventType } from './events/index.js';

/** The JSON Schema of one event with its envelope. It accepts unknown fields, because `parseEvent` drops them. */
export function jsonSchemaOf(type: JsonEventType): Record<string, unknown> {
  const { version, says, data } = eventDefinitions[type];
  const schema = envelopeSchema.extend({
    type: z.literal(type),
    version: z.literal(version),
    data: data as z.ZodType,
  });
  return { title: `${type} v${version}`, description: says, ...z.toJSONSchema(schema, { io: 'input' }) };
}

/** The name of an event's schema in `schemas/`, e.g. `transcript.segment.v2.schema.json`. */
export const jsonSchemaFileOf = (type: JsonEventType): string =>
  `${type}.v${eventDefinitions[type].version}.schema.json`;
