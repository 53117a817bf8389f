import type { CallRefusalCode } from '@earshot/contracts';
import { openPrincipal } from '@earshot/domain';
import type { KnownCall } from '@earshot/ports';
import type { CallRefusal } from '../call/call-client.js';
import { ownerOfStart } from '../call/call-owner.js';
import { isSameFormat, type CallStart } from '../call/call-start.js';

/**
 * Why a call cannot start, given its entry in the registry; null when it can. `refusalOfNewCall`: why new
 * calls are refused now.
 */
export function checkKnownCall(
  known: KnownCall | null,
  start: Pick<CallStart, 'format' | 'startedBy'>,
  refusalOfNewCall: CallRefusalCode | null,
): CallRefusal | null {
  if (known === null) return refusalOfNewCall;
  const caller = ownerOfStart(start);
  if (known.startedBy !== null && known.startedBy !== caller) return 'CALL_OF_ANOTHER';
  if (known.state === 'CLOSED') return 'CALL_ALREADY_ENDED';
  // Its start may not be stored yet, a moment after it began. Then the client can come back.
  if (known.startedBy === null && caller !== openPrincipal.key) return 'SERVICE_BUSY';
  return known.state === 'STARTED' || isSameFormat(known, start.format) ? null : 'AUDIO_FORMAT_CHANGED';
}
