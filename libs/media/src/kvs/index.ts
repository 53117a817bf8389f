export type { CallPlan, LegAction, LegStream, StreamTrack } from './call-plan.js';
export { ContactCall, contactTracks } from './contact-call.js';
export { FragmentReader, type FragmentPart } from './fragment-reader.js';
export { JoinedStreams, type JoinedStreamsOptions, type TrackState } from './joined-streams.js';
export { kvsErrorCodes, kvsErrors, type KvsErrorCode } from './kvs-errors.js';
export {
  readPlatformEvent,
  type ContactEvent,
  type ContactFlowEvent,
  type PlatformEvent,
  type StartProcessingEvent,
  type VoiceConnectorEvent,
} from './platform-events.js';
export { StreamProgress, type PlacedAudio, type ReadStream, type StreamPart } from './stream-progress.js';
export { VoiceConnectorCall } from './voice-connector-call.js';
export { writeFragment, writeTags, type WrittenBlock, type WrittenFragment } from './write-fragment.js';
