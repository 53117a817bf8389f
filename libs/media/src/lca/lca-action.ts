import type { CallId } from '@earshot/contracts';
import type { LcaErrorCode, LcaReplyCode } from './lca-errors.js';
import type { LcaStart } from './read-lca-message.js';

/** What the owner of the socket has to do, in order. */
export type LcaAction =
  | { readonly kind: 'reply'; readonly text: string }
  /** Close the socket with this code. The session ignores whatever comes after. */
  | { readonly kind: 'close'; readonly closeCode: number }
  | { readonly kind: 'ping' }
  /** The peer was silent for too long: cut the connection without a close frame that nobody would read. */
  | { readonly kind: 'terminate' }
  /** Answer with `startedReply`, or call `refuseCall`, before the next input. */
  | { readonly kind: 'start-call'; readonly start: LcaStart }
  /** Whole sample frames (one sample of every channel): a view on the received bytes wherever possible. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  | { readonly kind: 'end-call'; readonly callId: CallId }
  /** The connection was lost without END: the call waits for its client to return. */
  | { readonly kind: 'lose-call'; readonly callId: CallId }
  /** Add this to the call's list of problems. */
  | { readonly kind: 'report-problem'; readonly callId: CallId; readonly code: LcaErrorCode; readonly message: string }
  /** One input was refused. Comes for each one, also when the client gets no reply. */
  | { readonly kind: 'count-refusal'; readonly code: LcaReplyCode }
  /** The client speaks another protocol. `seen` names its kind, never its content: it may be logged. */
  | { readonly kind: 'log-wrong-protocol'; readonly seen: string };
