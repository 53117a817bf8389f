import type { CallId } from '@earshot/contracts';
import type { LcaErrorCode } from './lca-errors.js';
import type { LcaStart } from './read-lca-text.js';

/** What the owner of the socket has to do, in order. */
export type LcaAction =
  | { readonly kind: 'reply'; readonly text: string }
  /** Say goodbye with this code; nothing of this socket is listened to any more. */
  | { readonly kind: 'close'; readonly closeCode: number }
  | { readonly kind: 'ping' }
  /** The peer was silent for too long: cut the connection without a goodbye nobody would read. */
  | { readonly kind: 'terminate' }
  /** Answer with `startedReply`, or call `refuse`, before the next input. */
  | { readonly kind: 'start-call'; readonly start: LcaStart }
  /** Whole sample frames (one sample of every channel), a view on what was received wherever possible. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  | { readonly kind: 'end-call'; readonly callId: CallId }
  /** The connection went away without END: the call waits for its source to come back. */
  | { readonly kind: 'lose-call'; readonly callId: CallId }
  /** For the call's list of problems. */
  | { readonly kind: 'report-problem'; readonly callId: CallId; readonly code: LcaErrorCode; readonly message: string }
  /** One input was refused: for the counter, also when nobody is told. */
  | { readonly kind: 'count-refusal'; readonly code: LcaErrorCode };
