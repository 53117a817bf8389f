import type { ErrorTable } from './error-meaning.js';

/** Errors of hooks and notifications: what Earshot sends to servers that a customer names. */
export const outboundErrors = {
  CALL_START_HOOK_FAILED: {
    means: 'The program of EARSHOT_CALL_START_HOOK gave no usable answer. The call went on without it.',
    todo: 'Look at the program: docs/how-to/hooks.md.',
  },
  TRANSCRIPT_HOOK_FAILED: {
    means: 'The program of EARSHOT_TRANSCRIPT_HOOK gave no usable answer. Some text of the call was stored without it.',
    todo: 'Look at the program: docs/how-to/hooks.md.',
  },
  HOOK_ANSWER_INVALID: {
    means: 'The program of a hook gave an answer that is no JSON of the agreed form.',
    todo: 'Correct the program: docs/how-to/hooks.md.',
  },
  HOOK_BUSY: {
    means: 'So many calls ask the program of a hook that one found no place in time.',
    todo: 'Make the program faster, or raise EARSHOT_HOOK_CONCURRENCY.',
  },
  HOOK_FAILING: {
    means: 'The program of a hook fails. Calls go on without it.',
    todo: 'Bring the program back. Earshot tries it again by itself.',
  },
  HOOK_PAUSED: {
    means: 'The program of a hook failed several times in a row, so it is left alone for a while.',
    todo: 'Bring the program back. Earshot tries it again by itself.',
  },
  HOOK_UNUSABLE: {
    means: 'The settings of a hook are not complete, or no request may go to its URL.',
    todo: 'Correct what the message names: docs/how-to/hooks.md.',
  },
  NOTIFICATIONS_UNUSABLE: {
    means: 'The file of EARSHOT_NOTIFICATIONS_FILE, or a variable that it names, cannot be used.',
    todo: 'Correct what the message names: docs/how-to/notifications.md.',
  },
  NOTIFICATION_UNKNOWN: {
    means: 'There is no notification with this id, or it was removed with its call or by its age.',
    todo: 'Look at the list of notifications again.',
  },
  OUTBOUND_ADDRESS_REFUSED: {
    means: 'The server has an address inside a private network, or its URL has no TLS.',
    todo: 'Use a public https:// address, or name the host in EARSHOT_OUTBOUND_ALLOWED_HOSTS.',
  },
  OUTBOUND_ANSWER_TOO_LARGE: {
    means: 'The server answered with more than Earshot reads.',
    todo: 'Make the answer shorter.',
  },
  OUTBOUND_REDIRECTED: {
    means: 'The server answered with a redirect, which Earshot does not follow.',
    todo: 'Set the address that the redirect names.',
  },
  OUTBOUND_REFUSED: {
    means: 'The server refused the request or failed.',
    todo: 'Look at the log of the server.',
  },
  OUTBOUND_TIMEOUT: {
    means: 'The server did not answer in time.',
    todo: 'Look at the server and at the network to it.',
  },
  OUTBOUND_UNREACHABLE: {
    means: 'No connection to the server is possible.',
    todo: 'Look at the address of the server and at the network to it.',
  },
} as const satisfies ErrorTable;
