import type { ErrorTable } from './error-meaning.js';

/** What a client of the API sees in `extensions.code`, and what the gateway refuses before. */
export const gatewayErrors = {
  INTERNAL: {
    means: 'Something failed that is not the fault of the client.',
    todo: 'Give the correlationId of the answer to an operator: the log has it.',
  },
  BAD_INPUT: { means: 'A value of the request is not valid.', todo: 'Correct what the message names.' },
  BAD_REQUEST: { means: 'The HTTP request is not one of GraphQL.', todo: 'POST with application/json.' },
  CALL_IS_LIVE: { means: 'The call is still going on.', todo: 'Ask again when it is over.' },
  CALL_NOT_FOUND: { means: 'There is no such call, or none that you may see.', todo: 'Correct the id.' },
  FEED_INTERRUPTED: { means: 'Updates were missed.', todo: 'Fetch again, then subscribe again.' },
  GRAPHQL_INVALID: { means: 'The document is not valid for this API.', todo: 'Correct what the message names.' },
  NOTHING_TO_TRANSCRIBE: { means: 'No recorded audio of this call is without words.', todo: 'Nothing.' },
  PAGE_TOO_LARGE: { means: 'More was asked for than one page may hold.', todo: 'Ask for less, and for further pages.' },
  QUERY_TOO_COMPLEX: { means: 'The query costs more than one may.', todo: 'Ask for fewer fields or shorter lists.' },
  QUERY_TOO_DEEP: { means: 'The query is nested too deep.', todo: 'Ask in several queries.' },
  QUERY_TOO_LARGE: { means: 'The document is too long.', todo: 'Ask in several queries.' },
  SERVER_CLOSING: { means: 'The server is going away.', todo: 'Connect again.' },
  SUBSCRIBER_TOO_SLOW: { means: 'The client reads slower than updates come.', todo: 'Subscribe again; read faster.' },
  SUBSCRIPTION_NEEDS_WEBSOCKET: {
    means: 'A subscription was asked for over HTTP.',
    todo: 'Use the WebSocket of the same path.',
  },
  TOO_MANY_SUBSCRIPTIONS: { means: 'One connection has too many subscriptions.', todo: 'End some of them.' },
  HOST_NOT_ALLOWED: {
    means: 'The gateway is reached by a name that it does not know.',
    todo: 'Add https://that.name to EARSHOT_ALLOWED_ORIGINS.',
  },
  ORIGIN_NOT_ALLOWED: {
    means: 'A page of another site asked.',
    todo: 'Add its origin to EARSHOT_ALLOWED_ORIGINS, if it is yours.',
  },
} as const satisfies ErrorTable;
