import { callIdSchema, type CallId } from '@earshot/contracts';
import { clientError } from './client-error.js';

/** Throws `CALL_NOT_FOUND` for text that cannot be a call id. */
export function parseCallId(id: string): CallId {
  const callId = callIdSchema.safeParse(id);
  if (!callId.success) throw clientError('CALL_NOT_FOUND', 'No call can have this id.');
  return callId.data;
}
