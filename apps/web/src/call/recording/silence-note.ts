import type { CallDetailFragment } from '@earshot/graphql-api';
import { hasUntranscribedAudio } from '../coverage/coverage.js';

/** Why parts of a recording are silent, in words for the reader. Null when none are. */
export function silenceNote(call: Pick<CallDetailFragment, 'status' | 'engine' | 'ledger'>): string | null {
  if (call.status === 'LIVE') return 'Playback stays behind the transcript. Hidden words are silent.';
  if (call.engine === null) return 'No speech engine has transcribed this call. Audio without a transcript is muted.';
  if (hasUntranscribedAudio(call.ledger)) return 'Audio without a transcript is muted. Transcribe it to hear it.';
  return null;
}
