import type { ErrorTable } from './error-meaning.js';

/** What a client of the API reads in `extensions.code`, and what the gateway refuses before GraphQL. */
export const gatewayErrors = {
  INTERNAL: {
    means: 'The server failed. The request is not at fault.',
    todo: 'Give the correlationId of the answer to an operator, who finds it in the log.',
  },
  BAD_INPUT: { means: 'A value of the request is invalid.', todo: 'Correct the value that the message names.' },
  BAD_REQUEST: { means: 'The HTTP request is not a GraphQL request.', todo: 'POST with application/json.' },
  CALL_HELD: {
    means: 'A legal hold keeps the call, so it cannot be erased.',
    todo: 'Release the hold first, if you may.',
  },
  CALL_IS_OVER: {
    means: 'The call has ended.',
    todo: 'Nothing. Only a call that goes on can be paused, started, recorded or have its tracks swapped.',
  },
  CALL_IS_LIVE: { means: 'The call is still in progress.', todo: 'Ask again after its end.' },
  CALL_NOT_FOUND: { means: 'The call does not exist, or you may not see it.', todo: 'Correct the id.' },
  FEED_INTERRUPTED: {
    means: 'The subscription missed some updates.',
    todo: 'Subscribe again first, then fetch. Of two copies of a row, keep the one with the higher revision.',
  },
  GRAPHQL_INVALID: { means: 'The document is not valid for this API.', todo: 'Correct what the message names.' },
  CALL_NOT_RECORDED: {
    means: 'The source of the call asked for no recording, so nothing can be transcribed later.',
    todo: 'Nothing.',
  },
  NOTHING_TO_TRANSCRIBE: { means: 'All recorded audio of this call is transcribed.', todo: 'Nothing.' },
  PAGE_TOO_LARGE: { means: 'The request asks for more items than a page holds.', todo: 'Ask for several pages.' },
  QUERY_TOO_COMPLEX: { means: 'The query costs more than allowed.', todo: 'Ask for fewer fields or shorter lists.' },
  QUERY_TOO_DEEP: { means: 'The query is nested too deeply.', todo: 'Split it into several queries.' },
  QUERY_TOO_LARGE: { means: 'The document is too long.', todo: 'Split it into several queries.' },
  RATE_LIMITED: {
    means: 'This client asked for more work within a minute than it may.',
    todo: 'Try again after the seconds that Retry-After or extensions.retryAfterMs names, and ask for less.',
  },
  SERVER_CLOSING: { means: 'The server is shutting down.', todo: 'Connect again.' },
  SERVER_FULL: {
    means: 'The gateway holds as many WebSockets as it may.',
    todo: 'Try again, start another gateway or raise EARSHOT_MAX_SOCKETS.',
  },
  SUBSCRIBER_TOO_SLOW: {
    means: 'The client reads more slowly than updates arrive.',
    todo: 'Read faster. Subscribe again first, then fetch.',
  },
  SUBSCRIPTION_NEEDS_WEBSOCKET: {
    means: 'The request asks for a subscription over HTTP.',
    todo: 'Use the WebSocket at the same path.',
  },
  TOO_MANY_SOCKETS_OF_CLIENT: {
    means: 'This client holds as many WebSockets as one client may.',
    todo: 'Close some, or raise EARSHOT_MAX_SOCKETS_PER_CLIENT. Behind a proxy, set EARSHOT_TRUSTED_PROXIES.',
  },
  TOO_MANY_SUBSCRIPTIONS: {
    means: 'The connection has too many subscriptions, or too many different filters are in use.',
    todo: 'End some of them.',
  },
  HOST_NOT_ALLOWED: {
    means: 'The request uses a host name that the gateway does not know.',
    todo: 'Add https://that.name to EARSHOT_ALLOWED_ORIGINS.',
  },
  ORIGIN_NOT_ALLOWED: {
    means: 'The request comes from a page of another site.',
    todo: 'If the site is yours, add its origin to EARSHOT_ALLOWED_ORIGINS.',
  },
} as const satisfies ErrorTable;
