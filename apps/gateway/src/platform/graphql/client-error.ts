import type { ErrorCode } from '@earshot/contracts';
import { GraphQLError } from 'graphql';

/** Codes that a client may see from the platform itself. Areas declare their own codes. */
export const PLATFORM_ERROR_CODES = [
  'AUDIT_UNAVAILABLE',
  'BAD_CURSOR',
  'BAD_INPUT',
  'BAD_REQUEST',
  'BUS_UNAVAILABLE',
  'CALL_NOT_FOUND',
  'FEED_INTERRUPTED',
  'GRAPHQL_INVALID',
  'INTERNAL',
  'PAGE_TOO_LARGE',
  'QUERY_TOO_COMPLEX',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
  'RATE_LIMITED',
  'SERVER_CLOSING',
  'STORE_UNAVAILABLE',
  'SUBSCRIBER_TOO_SLOW',
  'SUBSCRIPTION_NEEDS_WEBSOCKET',
  'TOO_MANY_SUBSCRIPTIONS',
] as const satisfies readonly ErrorCode[];

/** Codes after which the same request may succeed later. The client sees `extensions.retryable`. */
export const RETRYABLE_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'AUDIT_UNAVAILABLE',
  'BUS_UNAVAILABLE',
  'FEED_INTERRUPTED',
  'RATE_LIMITED',
  'SERVER_CLOSING',
  'STORE_UNAVAILABLE',
  'SUBSCRIBER_TOO_SLOW',
]);

/** For the header `Retry-After` of a refusal with `retryAfterMs`. */
export const retryAfterSeconds = ({ retryAfterMs }: { readonly retryAfterMs?: unknown }): number =>
  Math.ceil(Number(retryAfterMs) / 1_000);

/** An error for the client, with its code in `extensions.code`. `retryAfterMs`: when another attempt may succeed. */
export const clientError = (
  code: ErrorCode,
  message: string,
  more: { readonly retryAfterMs?: number } = {},
): GraphQLError => new GraphQLError(message, { extensions: { code, ...more } });
