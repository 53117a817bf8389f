import type { CallDetailFragment } from '@earshot/graphql-api';
import { hasUntranscribedAudio } from '../coverage/coverage.js';

type RecordedCall = Pick<CallDetailFragment, 'status' | 'engine' | 'engineReason' | 'ledger' | 'recording'>;

/** Why parts of a recording are silent, in words for the reader. Null when none are. */
export function silenceNote({ status, engine, engineReason, ledger, recording }: RecordedCall): string | null {
  const isMuted = recording?.untranscribedAudio === 'MUTED';
  const hasNoEngine = engine === null && (status !== 'LIVE' || engineReason !== null);
  if (hasNoEngine)
    return `No speech engine has transcribed this call.${isMuted ? ' Audio without a transcript is muted.' : ''}`;
  if (status === 'LIVE') return 'Playback stays behind the transcript. Hidden words are silent.';
  if (isMuted && hasUntranscribedAudio(ledger)) return 'Audio without a transcript is muted. Transcribe it to hear it.';
  return null;
}
