import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { KnownCall } from '@earshot/ports';

/** Why a call cannot go on from what is known of it; null where it can, or begins. */
export function knownCallRefusal(
  known: KnownCall | null,
  start: LcaStart,
  isOnlyIfKnown: boolean,
): LcaErrorCode | null {
  if (known === null) return isOnlyIfKnown ? 'SERVICE_BUSY' : null;
  if (known.state === 'CLOSED') return 'CALL_ALREADY_ENDED';
  return hasFormat(known, start) ? null : 'AUDIO_FORMAT_CHANGED';
}

const hasFormat = (known: KnownCall, start: LcaStart): boolean =>
  known.codec === start.codec && known.sampleRateHz === start.sampleRateHz && known.channelCount === start.channelCount;
