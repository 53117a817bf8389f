import { GraphQLScalarType, Kind } from 'graphql';
import { clientError } from './client-error.js';

const ISO_DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** ISO 8601 with a zone. Inside the server it is ISO 8601 text in UTC. */
export const dateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => String(value),
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDateTime(value: unknown): string {
  const epochMs = typeof value === 'string' && isRealDate(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(epochMs)) {
    throw clientError('BAD_INPUT', 'DateTime must be ISO 8601 with a zone, such as 2031-05-04T10:00:00Z.');
  }
  return new Date(epochMs).toISOString();
}

/** Without this check, 30 February would become 2 March. */
function isRealDate(text: string): boolean {
  const [, year, month, day] = (ISO_DATE_TIME.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A `DateTime` from milliseconds since the epoch. */
export const toDateTime = (epochMs: number): string => new Date(epochMs).toISOString();
