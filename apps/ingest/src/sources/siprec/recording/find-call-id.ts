import { isCallId, type CallId } from '@earshot/contracts';
import { readBase64Uuid } from '@earshot/media/siprec';

/**
 * The id of the call that a recording session brings: its session in the metadata, so that a second recording client that takes
 * over continues the call. Without metadata, the Call-ID of the recording session.
 */
export function findCallId(sessionId: string | undefined, sipCallId: string): CallId | null {
  const candidates = sessionId === undefined ? [sipCallId] : [readBase64Uuid(sessionId) ?? sessionId, sipCallId];
  return candidates.find(isCallId) ?? null;
}
