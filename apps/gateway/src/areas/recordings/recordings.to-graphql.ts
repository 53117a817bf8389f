import type { AudibilityRules } from '@earshot/domain';
import type { Recording } from '@earshot/graphql-api';
import type { CallSource } from '../calls/calls.to-graphql.js';

/** Null without a recording, and for an id that no URL can hold (half of a surrogate pair). */
export function recordingToGraphql(
  { id, storedRecording }: Pick<CallSource, 'id' | 'storedRecording'>,
  { mayHearUntranscribed }: Pick<AudibilityRules, 'mayHearUntranscribed'>,
): Recording | null {
  if (storedRecording === null) return null;
  try {
    return {
      url: `/recordings/${encodeURIComponent(id)}.wav`,
      ...storedRecording,
      untranscribedAudio: mayHearUntranscribed ? 'SERVED' : 'MUTED',
    };
  } catch {
    return null;
  }
}
