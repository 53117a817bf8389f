import type { ErrorCode } from '@earshot/contracts';
import { GraphQLError } from 'graphql';

/** Codes a client may see in `extensions.code`; a failure with another one is shown as `INTERNAL`. */
export const publicErrorCodes = [
  'BAD_CURSOR',
  'BAD_INPUT',
  'BAD_REQUEST',
  'BUS_UNAVAILABLE',
  'CALL_IS_LIVE',
  'CALL_NOT_FOUND',
  'FEED_INTERRUPTED',
  'GRAPHQL_INVALID',
  'INTERNAL',
  'NOTHING_TO_TRANSCRIBE',
  'PAGE_TOO_LARGE',
  'QUERY_TOO_COMPLEX',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
  'SERVER_CLOSING',
  'SUBSCRIBER_TOO_SLOW',
  'SUBSCRIPTION_NEEDS_WEBSOCKET',
  'TOO_MANY_SUBSCRIPTIONS',
] as const satisfies readonly ErrorCode[];
export type PublicErrorCode = (typeof publicErrorCodes)[number];

const known: ReadonlySet<unknown> = new Set(publicErrorCodes);
export const isPublicErrorCode = (code: unknown): code is PublicErrorCode => known.has(code);

/** A refusal as a client sees it. */
export const inputError = (code: PublicErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
