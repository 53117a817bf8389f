import type { CallRefusalCode } from '@earshot/contracts';
import type { KnownCall } from '@earshot/ports';
import { isSameFormat, type AudioFormat } from '../call/call-start.js';

/**
 * Why a call cannot start, given its entry in the registry; null when it can. `refusalOfNewCall`: why new
 * calls are refused now.
 */
export function checkKnownCall(
  known: KnownCall | null,
  format: AudioFormat,
  refusalOfNewCall: CallRefusalCode | null,
): CallRefusalCode | null {
  if (known === null) return refusalOfNewCall;
  if (known.state === 'CLOSED') return 'CALL_ALREADY_ENDED';
  return known.state === 'STARTED' || isSameFormat(known, format) ? null : 'AUDIO_FORMAT_CHANGED';
}
