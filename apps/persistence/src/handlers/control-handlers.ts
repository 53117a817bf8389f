import type { Handlers } from '@earshot/contracts';
import type { RecordingCoordinator } from '../recording/recording-coordinator.js';

export const controlHandlers = (recordings: RecordingCoordinator): Handlers<'persistence', 'calls.control'> => ({
  'call.erased': ({ callId }) => recordings.dropCall(callId),
});
