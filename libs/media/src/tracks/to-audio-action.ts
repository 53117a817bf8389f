import type { MediaAction } from '../session/media-action.js';
import type { JoinedAudio } from './track-joiner.js';

/** Joined audio as an action of a media session. */
export const toAudioAction = (joined: JoinedAudio): Extract<MediaAction<never>, { kind: 'audio' | 'declare-gap' }> => {
  if (joined.kind === 'audio') return joined;
  const { tracks, samples, reason } = joined;
  return { kind: 'declare-gap', gap: { samples, reason, ...(tracks !== 'ALL' && { tracks }) } };
};
