export { toAudioAction } from './to-audio-action.js';
export { TrackJoiner, type DroppedPieces, type JoinedAudio, type TrackJoinerOptions } from './track-joiner.js';
export { unwrapTimestamp } from './unwrap-timestamp.js';
