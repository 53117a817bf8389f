import { GraphQLScalarType, Kind } from 'graphql';
import { clientError } from './client-error.js';

const ISO_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** ISO 8601 with a zone. Inside the server it is ISO 8601 text in UTC. */
export const dateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => String(value),
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDateTime(value: unknown): string {
  const epochMs = typeof value === 'string' && ISO_DATE_TIME.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(epochMs)) {
    throw clientError('BAD_INPUT', 'DateTime must be ISO 8601 with a zone, such as 2031-05-04T10:00:00Z.');
  }
  return new Date(epochMs).toISOString();
}

/** A `DateTime` from milliseconds since the epoch. */
export const toDateTime = (epochMs: number): string => new Date(epochMs).toISOString();
