import type { Handlers } from '@earshot/contracts';
import type { AudioMessageContext } from '../recording/audio-message-context.js';
import type { RecordingCoordinator } from '../recording/recording-coordinator.js';

export const audioHandlers = (
  recordings: RecordingCoordinator,
  context: AudioMessageContext,
): Handlers<'persistence', 'calls.audio'> => ({
  'stream.opened': (event) => recordings.openStream(event, context),
  'track.assigned': (event) => recordings.assignTrack(event, context),
  'stream.changed': (event) => recordings.changeStream(event, context),
  'audio.frame': (frame) => recordings.recordFrame(frame, context),
  'audio.gap-declared': (event) => recordings.recordGap(event, context),
  'stream.silent': (event) => recordings.noteSilence(event, context),
  'stream.closed': (event) => recordings.closeStream(event, context),
});
